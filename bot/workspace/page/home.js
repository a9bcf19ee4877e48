// The Home tab: one view per person, published by the app.

import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { coalesce, h } from "./dom.js";
import { Form } from "./form.js";
import { session } from "./session.js";
import { t } from "./strings.js";
import { keepingFocus, viewSurface } from "./view.js";

const LONGEST_WAIT = 60_000;

export function createHome(afterAction) {
  const node = h("div", { class: "home", tabindex: "-1" });
  let form = null;
  let shown = null;
  let wait = 0;
  let timer = null;
  let refetch = false;

  const load = coalesce(async () => {
    const answer = await api.home(refetch);
    if (answer.ok) draw(answer.view);
  });

  function draw(view) {
    const json = JSON.stringify(view?.blocks ?? null);
    const changed = json !== shown;
    // See `changed()`: an unchanged view means that our own looking may have caused the event.
    wait = changed ? 0 : Math.min(LONGEST_WAIT, wait * 2 || 1000);
    if (!changed) return;
    shown = json;
    form ??= new Form(view?.state?.values);
    keepingFocus(node, node, () => {
      form.begin();
      node.replaceChildren(view ? renderBlocks(view.blocks, surface(view)) : empty());
    });
  }

  function surface(view) {
    return viewSurface("home", view, form, () => {
      wait = 0;
      return afterAction();
    });
  }

  function empty() {
    return h("p", { class: "empty" }, t("homeEmpty", { name: session.app.name }));
  }

  return {
    node,
    /** The person opens the tab. */
    open() {
      [form, shown, wait, refetch] = [null, null, 0, false];
      return load();
    },
    /**
     * The app has published. A server that takes every look for an opening makes the app publish again, which
     * brings the next event: so looks that find nothing new become rarer, and any click makes them prompt again.
     */
    changed() {
      refetch = true;
      clearTimeout(timer);
      timer = setTimeout(load, wait);
    },
    leave: () => clearTimeout(timer),
  };
}
