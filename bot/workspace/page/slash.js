// The list of commands above the composer.

import { h } from "./dom.js";
import { session } from "./session.js";
import { t } from "./strings.js";

/** For the textarea `box`; `keydown` says whether it used the key. */
export function slashMenu(box, id) {
  const node = h("div", { class: "popup commands", role: "listbox", id, "aria-label": t("commands"), hidden: true });
  node.addEventListener("pointerdown", (event) => event.preventDefault());
  let shown = [];
  let active = 0;

  function update() {
    const typed = /^\/\S*/.exec(box.value)?.[0] ?? null;
    if (typed === null) return close();
    const complete = box.value.length > typed.length;
    // While the arguments are typed, only the command's own line stays, as a reminder.
    shown = session.commands.filter((one) => (complete ? one.command === typed : one.command.startsWith(typed)));
    active = Math.min(active, Math.max(0, shown.length - 1));
    if (!shown.length) return close();
    return draw();
  }

  function draw() {
    node.replaceChildren(...shown.map(row));
    node.hidden = false;
    box.setAttribute("aria-activedescendant", `${id}-${active}`);
  }

  function row(one, at) {
    const name = h("span", { class: "command-name" }, one.command, one.usage_hint && h("span", { class: "command-hint" }, ` ${one.usage_hint}`));
    return h("div", { class: `popup-row${at === active ? " active" : ""}`, role: "option", id: `${id}-${at}`, "aria-selected": String(at === active), on: { click: () => complete(at) } },
      name, h("span", { class: "popup-description" }, one.description ?? ""));
  }

  function close() {
    node.hidden = true;
    active = 0;
    box.removeAttribute("aria-activedescendant");
  }

  function complete(at) {
    box.value = `${shown[at].command} `;
    box.dispatchEvent(new Event("input"));
    box.focus();
  }

  function keydown(event) {
    if (node.hidden) return false;
    const typed = box.value.trim();
    const chosen = shown[active];
    const used = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Tab: () => box.value.includes(" ") ? false : complete(active),
      Escape: close,
      // A command typed in full is sent; a beginning is completed first.
      Enter: () => (event.shiftKey || typed === chosen.command || box.value.includes(" ") ? false : complete(active)),
    }[event.key];
    if (!used || used() === false) return false;
    event.preventDefault();
    return true;
  }

  function move(by) {
    active = (active + by + shown.length) % shown.length;
    draw();
  }

  return { node, update, close, keydown };
}
