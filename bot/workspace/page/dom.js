// Every node of the page is made here. Text always becomes a text node, so nothing an app or a person writes can turn into markup.

const SVG = "http://www.w3.org/2000/svg";

/** h("button", {class: "primary", on: {click}}, "Send", [more, children], null) */
export function h(tag, props = {}, ...children) {
  return build(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function s(tag, props = {}, ...children) {
  return build(document.createElementNS(SVG, tag), props, children);
}

function build(node, props, children) {
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (name === "style") for (const [rule, setting] of Object.entries(value)) node.style.setProperty(rule, setting);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "value") node.value = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

export function fragment(...children) {
  return build(document.createDocumentFragment(), {}, children);
}

let counter = 0;
export function uid(prefix = "x") {
  counter += 1;
  return `${prefix}-${counter}`;
}

export function iconButton(icon, label, props = {}) {
  return h("button", { type: "button", "aria-label": label, title: label, ...props, class: `icon-button ${props.class ?? ""}` }, svgIcon(icon));
}

const ICONS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  close: "M5 5l14 14M19 5L5 19",
  back: "M14 5l-7 7 7 7",
  forward: "M10 5l7 7-7 7",
  chevron: "M6 9l6 6 6-6",
  bolt: "M13 2L5 13h6l-1 9 8-12h-6z",
  clip: "M20 11l-8.5 8.5a5 5 0 01-7-7L13 4a3.5 3.5 0 015 5l-8.5 8.5a2 2 0 01-3-3L14 7",
  send: "M4 12l16-8-6 16-3-7z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  theme: "M20 14.5A8.5 8.5 0 019.5 4a8.5 8.5 0 1010.5 10.5z",
  search: "M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l5 5",
  down: "M12 4v15M6 13l6 6 6-6",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 100 6 3 3 0 000-6z",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  warning: "M12 3l10 18H2zM12 10v5M12 18h.01",
  home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
};

export function svgIcon(name) {
  const path = s("path", { d: ICONS[name], fill: "none", stroke: "currentColor", "stroke-width": name === "more" ? 3.5 : 2, "stroke-linecap": "round", "stroke-linejoin": "round" });
  return s("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" }, path);
}

// Live regions ---------------------------------------------------------------------------------------------------

const regions = { announcer: document.getElementById("announcer"), toasts: document.getElementById("toasts") };

let forgetting;

/** Outside an open modal dialog everything is inert, live regions too: they move into it, and out again. */
function region(name) {
  const place = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (regions[name].parentNode !== place) place.append(regions[name]);
  return regions[name];
}

/** Tells a screen reader something that sighted people see appear. */
export function announce(text) {
  const node = region("announcer");
  node.textContent = "";
  clearTimeout(forgetting);
  // A region that changes within one frame is often read only once, or not at all.
  setTimeout(() => { node.textContent = text; }, 60);
  // Said is said: whoever reads on later must not come across it again.
  forgetting = setTimeout(() => { node.textContent = ""; }, 5000);
}

export function toast(text) {
  const note = h("div", { class: "toast" }, text);
  region("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}

/** Runs `work` once at a time; calls that come in while it runs lead to exactly one more run. */
export function coalesce(work) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await work();
      } while (again);
    })().finally(() => { running = null; });
    return running;
  };
}

/** Arrow keys, Home and End move the focus among `items()`. */
export function arrowKeys(container, items, { keys = ["ArrowUp", "ArrowDown"] } = {}) {
  container.addEventListener("keydown", (event) => {
    const list = items();
    const at = list.indexOf(document.activeElement);
    const target = { [keys[0]]: at - 1, [keys[1]]: at + 1, Home: 0, End: list.length - 1 }[event.key];
    if (target === undefined || at < 0) return;
    event.preventDefault();
    list[(target + list.length) % list.length]?.focus();
  });
}
