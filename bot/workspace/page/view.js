// What modals and the Home tab share: a surface for blocks whose clicks name a view.

import { api } from "./api.js";

/** `done`: called after every action, e.g. to look for a modal that it opened. */
export function viewSurface(name, view, form, done) {
  const perform = async (body) => {
    const answer = await api.action({ view_id: view.id, ...body, state: { values: form.values } });
    await done?.();
    return answer;
  };
  const search = (body) => api.options({ view_id: view.id, ...body });
  return { name, form, files: [], perform, search };
}

/**
 * Draws with `draw()` and brings the focus back to the control that had it, or to `fallback`:
 * an app that updates a view must not throw a keyboard user out of it.
 */
export function keepingFocus(container, fallback, draw) {
  const held = document.activeElement;
  const inside = container.contains(held) && held !== container;
  const key = held?.dataset?.key ?? held?.closest?.("[data-key]")?.dataset.key;
  const choice = held?.matches?.("input[type=radio], input[type=checkbox]") ? held.value : null;
  const caret = inside && isText(held) ? [held.selectionStart, held.selectionEnd] : null;
  draw();
  if (!inside || container.contains(document.activeElement)) return;
  const again = key && container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const target = (choice !== null && again?.querySelector(`input[value="${CSS.escape(choice)}"]`)) || again || fallback;
  target?.focus({ preventScroll: true });
  if (caret && isText(target)) target.setSelectionRange(...caret);
}

function isText(node) {
  return Boolean(node?.matches?.("textarea, input[type=text]"));
}
