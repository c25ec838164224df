/* Live examples, on the published site: buttons run an example in the page and let the reader
   change it, and what it prints is compared with what the page has. The examples over it that run
   here are run first, as the reader has changed them. Python is in worker.js, which is started by
   the first run. */
(() => {
  const { src, dataset } = document.currentScript;
  const runnable = dataset.runnable.split(" ");
  const limit = 60; // seconds
  const examples = [];
  let worker;
  let running; // the example that runs
  let timer;

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const code = (text) => element("code", { className: "literal" }, text);
  const byHand = () => [
    "in a copy of the project ",
    code("make doctest"),
    " runs it, and ",
    code("PYTHONPATH=src .venv/bin/python"),
    " starts Python to type it in",
  ];

  const say = (...said) => running.result.replaceChildren(...said);

  const finish = (...said) => {
    const { run, stop } = running.buttons;
    clearTimeout(timer);
    say(...said);
    if (document.activeElement === stop) run.focus();
    stop.disabled = true;
    running = undefined;
  };

  const stop = (...said) => {
    worker.terminate();
    worker = undefined;
    finish(...said);
  };

  const compare = (came) => {
    const { expected } = running;
    const shown = (text) => element("pre", {}, text || "(nothing)");
    if (came === expected) finish("As printed:", shown(came));
    else finish("Not as printed. It gives:", shown(came), "The page has:", shown(expected));
  };

  const fail = () => {
    if (running) stop("Python has failed. Try again, or a newer browser; ", ...byHand(), ".");
  };

  const start = () => {
    worker = new Worker(new URL("worker.js", src), { type: "module" });
    worker.onerror = fail;
    worker.onmessage = ({ data: { state, printed } }) => {
      if (state === "failed") fail();
      else if (state === "done") compare(printed);
      else {
        say("Running …");
        timer = setTimeout(stop, limit * 1000, `Stopped after ${limit} seconds.`);
      }
    };
  };

  const run = (example) => {
    if (running) stop("Stopped.");
    running = example;
    example.buttons.stop.disabled = false;
    example.buttons.reset.disabled = false;
    say(worker ? "Running …" : "Starting Python (6 to 13 MB, which the browser keeps) …");
    if (!worker) start();
    const first = examples.slice(0, examples.indexOf(example) + 1);
    worker.postMessage(first.map(({ source, editor }) => editor?.value ?? source));
  };

  const edit = (example) => {
    const { block, source, buttons } = example;
    if (!example.editor) {
      example.editor = element("textarea", {
        value: source.trimEnd(),
        rows: source.trimEnd().split("\n").length,
        ariaLabel: "Code of the example",
        title: "Ctrl+Enter runs it, Escape leaves it",
        spellcheck: false,
        autocapitalize: "off",
      });
      example.editor.onkeydown = ({ key, ctrlKey, metaKey }) => {
        if (key === "Escape") buttons.run.focus();
        if (key === "Enter" && (ctrlKey || metaKey)) run(example);
      };
      block.firstChild.hidden = true;
      block.append(example.editor);
      buttons.reset.disabled = false;
    }
    example.editor.focus();
  };

  const reset = (example) => {
    if (running === example) stop();
    example.editor?.remove();
    example.editor = undefined;
    example.block.firstChild.hidden = false;
    example.result.replaceChildren();
    example.buttons.run.focus();
    example.buttons.reset.disabled = true;
  };

  const addButtons = (block, name) => {
    const lines = block.querySelector("pre").textContent.trimEnd().split("\n");
    const isCode = (line) => /^(>>>|\.\.\.)( |$)/.test(line);
    const joined = (some) => some.map((line) => `${line}\n`).join("");
    const button = (textContent, action, disabled) =>
      element("button", { type: "button", disabled, onclick: () => action(example) }, textContent);
    const example = {
      block,
      source: joined(lines.filter(isCode).map((line) => line.slice(4))),
      expected: joined(lines.filter((line) => !isCode(line))),
      result: element("div", { className: "live-result", role: "status" }),
      buttons: {
        run: button("Run", run),
        edit: button("Edit", edit),
        reset: button("Reset", reset, true),
        stop: button("Stop", () => stop("Stopped."), true),
      },
    };
    const group = { className: "live-buttons", role: "group", ariaLabel: name };
    block.after(element("div", group, ...Object.values(example.buttons)), example.result);
    examples.push(example);
  };

  const addNote = (block, ...said) =>
    block.after(element("p", { className: "live-note" }, ...said));

  document.querySelectorAll("div.highlight-pycon").forEach((block, number) => {
    if (!runnable.includes(`${number}`))
      addNote(block, "It needs NumPy, which is not here; ", ...byHand(), ".");
    else if (location.protocol === "file:")
      addNote(
        block,
        "It does not run in a page from a disk: start ",
        code("python3 -m http.server"),
        " in the folder of this page, and open ",
        code("http://localhost:8000"),
        ".",
      );
    else if (!window.Worker || !window.WebAssembly)
      addNote(block, "This browser cannot run it, but a newer one can; ", ...byHand(), ".");
    else addButtons(block, `Example ${number + 1}`);
  });
})();
