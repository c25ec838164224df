/* Python for live.js: Pyodide, and chapter_code and prompt.py from the archive beside this file.
   It is sent lists of examples. It says when they begin, what the last one has printed in the
   end, and when Python itself has failed. */
import { loadPyodide } from "./pyodide/pyodide.mjs";

const fail = () => postMessage({ state: "failed" });

// Pyodide waits for WebAssembly that has failed.
const { instantiateStreaming } = WebAssembly;
WebAssembly.instantiateStreaming = (...given) =>
  instantiateStreaming(...given).catch((error) => {
    fail();
    throw error;
  });

const start = async () => {
  const archive = fetch(new URL("chapter_code.zip", import.meta.url));
  const pyodide = await loadPyodide();
  pyodide.unpackArchive(await (await archive).arrayBuffer(), "zip");
  return pyodide.pyimport("prompt").run;
};
const started = start();

onmessage = async ({ data }) => {
  const run = await started;
  postMessage({ state: "begun" });
  postMessage({ state: "done", printed: run(data) });
};

// It does not wait for all else that can fail.
onunhandledrejection = (event) => {
  event.preventDefault();
  fail();
};
