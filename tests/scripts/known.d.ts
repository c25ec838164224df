// What the scripts of the book rely on and TypeScript cannot know.
declare module "*/pyodide.mjs" {
  export const loadPyodide: () => Promise<any>;
}
interface Window {
  readonly CITATIONS: any;
  readonly LIVE: any;
}
// A script of a page is one of HTML, the target of an event is an element, and what is found
// by a selector may be a field.
interface SVGScriptElement {
  readonly src: string;
}
interface EventTarget {
  closest(selectors: string): Element | null;
}
interface Node {
  contains(other: EventTarget): boolean;
}
interface Element {
  value: any;
  setAttribute(name: string, value: number): void;
}
