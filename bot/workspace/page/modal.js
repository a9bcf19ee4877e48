// The person's stack of modals: the server keeps it, the page shows its top.

import { api } from "./api.js";
import { focusIn, isTrouble, renderBlocks } from "./blocks.js";
import { announce, coalesce, h, iconButton } from "./dom.js";
import { Form } from "./form.js";
import { textObject } from "./mrkdwn.js";
import { t } from "./strings.js";
import { keepingFocus, viewSurface } from "./view.js";

/** Returns {refresh, reset}; `focusAfter()` is where the focus goes if its old place is gone. */
export function createModals(focusAfter) {
  const title = h("h2", { class: "dialog-title", id: "modal-title", tabindex: "-1" });
  const banner = h("div", { class: "banner", role: "alert", hidden: true });
  const body = h("div", { class: "dialog-body modal-body" });
  const head = h("header", { class: "dialog-head" });
  const foot = h("footer", { class: "dialog-foot" });
  const form = h("form", { class: "modal-form", novalidate: true, on: { submit } }, head, banner, body, foot);
  const dialog = h("dialog", { class: "dialog modal", "aria-labelledby": "modal-title", on: { keydown, cancel } }, form);
  document.body.append(dialog);

  // What was entered, by view: a view below the top one waits with its values.
  const known = new Map();
  let top = null;
  let busy = false;

  const refresh = coalesce(async () => {
    const answer = await api.views();
    if (answer.ok) show(answer.views ?? []);
  });

  function show(views) {
    for (const id of known.keys()) if (!views.some((view) => view.id === id)) known.delete(id);
    const view = views.at(-1) ?? null;
    if (!view) return hide();
    const entry = known.get(view.id) ?? { form: new Form(view.state?.values), json: "" };
    // What was entered is the page's own matter: an echo of it is no reason to draw anew.
    const json = JSON.stringify([{ ...view, state: null }, views.length]);
    const same = top?.id === view.id && entry.json === json && dialog.open;
    known.set(view.id, { ...entry, json });
    if (same) return undefined;
    const fresh = top?.id !== view.id || !dialog.open;
    top = view;
    return fresh ? appear(entry.form, views.length) : keepingFocus(form, title, () => draw(entry.form, views.length));
  }

  function appear(entered, depth) {
    draw(entered, depth);
    if (!dialog.open) dialog.showModal();
    body.scrollTop = 0;
    firstFocus();
  }

  function hide() {
    top = null;
    if (!dialog.open) return;
    dialog.close();
    body.replaceChildren();
    if (document.activeElement === document.body || !document.activeElement?.isConnected) focusAfter();
  }

  function draw(entered, depth) {
    const scrolled = body.scrollTop;
    say("");
    title.replaceChildren(textObject(top.title));
    head.replaceChildren(...headParts(depth));
    entered.begin();
    body.replaceChildren(renderBlocks(top.blocks, viewSurface("modal", top, entered, refresh)));
    foot.replaceChildren(...footParts());
    body.scrollTop = scrolled;
  }

  function headParts(depth) {
    const back = depth > 1 && iconButton("back", t("back"), { "data-key": "back", on: { click: close } });
    return [back, title, iconButton("close", t("close"), { "data-key": "close", on: { click: close } })].filter(Boolean);
  }

  function footParts() {
    const leave = h("button", { type: "button", class: "button", "data-key": "leave", on: { click: close } }, top.close ? textObject(top.close) : t("close"));
    // A modal with inputs and no submit word still needs its button; without inputs Slack shows none.
    const needed = top.submit || (top.blocks ?? []).some((block) => block.type === "input");
    if (!needed) return [leave];
    return [leave, h("button", { type: "submit", class: "button primary", "data-key": "submit" }, h("span", {}, top.submit ? textObject(top.submit) : t("submit")))];
  }

  /** The first field, if it can be seen; else the title, so that a long introduction is not scrolled away. */
  function firstFocus() {
    const field = body.querySelector("[autofocus]")?.closest(".input") ?? body.querySelector(".input");
    const visible = field && field.getBoundingClientRect().bottom <= body.getBoundingClientRect().bottom;
    if (visible) focusIn(field);
    else title.focus();
  }

  async function submit(event) {
    event.preventDefault();
    if (busy || !top) return;
    const view = top;
    const entered = known.get(view.id).form;
    say("");
    clearErrors();
    const missing = entered.check();
    if (Object.keys(missing).length) return showErrors(missing);
    setBusy(true);
    const answer = await api.submit(view.id, { values: entered.values });
    setBusy(false);
    return settle(answer, view);
  }

  async function settle(answer, view) {
    if (!answer.ok) {
      await refresh();
      if (top?.id === view.id) say(isTrouble(answer.error) ? t("trouble") : t("failed", { error: answer.error }));
      return undefined;
    }
    if (answer.response_action === "errors" || answer.errors) return showErrors(answer.errors ?? {});
    return refresh();
  }

  async function close() {
    if (busy || !top) return;
    const view = top;
    setBusy(true);
    const answer = await api.close(view.id);
    setBusy(false);
    // Even if the app did not hear of it in time, the modal may be gone.
    await refresh();
    if (!answer.ok && top?.id === view.id) say(t("trouble"));
  }

  function keydown(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Enter" && event.target.matches("input:not(.text-input), input.picker")) {
      // Enter sends from a line of text, as in Slack, but not from a choice: that would be a slip.
      event.preventDefault();
    }
  }

  /** Esc where no key event reached the dialog, or a phone's gesture for "back". */
  function cancel(event) {
    event.preventDefault();
    close();
  }

  function setBusy(on) {
    busy = on;
    for (const button of foot.querySelectorAll("button")) button.setAttribute("aria-disabled", String(on));
    foot.querySelector("[type=submit]")?.setAttribute("aria-busy", String(on));
  }

  function say(words) {
    banner.textContent = words;
    banner.hidden = !words;
  }

  // Errors under fields ------------------------------------------------------------------------------------------

  function blockNode(id) {
    return body.querySelector(`[data-block="${CSS.escape(id)}"]`);
  }

  function showErrors(errors) {
    const entries = Object.entries(errors);
    const homeless = entries.filter(([id]) => !blockNode(id)?.querySelector(".error"));
    if (homeless.length) say(homeless.map(([, words]) => words).join(" "));
    for (const [id, words] of entries) markError(blockNode(id), words);
    const first = body.querySelector(".has-error");
    focusIn(first);
    first?.scrollIntoView({ block: "nearest" });
    announce(entries.map(([, words]) => words).join(" "));
  }

  function markError(node, words) {
    const error = node?.querySelector(".error");
    if (!error) return;
    node.classList.add("has-error");
    error.textContent = words;
    error.hidden = false;
    for (const control of controls(node)) control.setAttribute("aria-invalid", "true");
    node.addEventListener("input", () => clearError(node), { once: true });
    node.addEventListener("change", () => clearError(node), { once: true });
  }

  function clearError(node) {
    node.classList.remove("has-error");
    const error = node.querySelector(".error");
    error.textContent = "";
    error.hidden = true;
    for (const control of controls(node)) control.removeAttribute("aria-invalid");
  }

  function clearErrors() {
    for (const node of body.querySelectorAll(".has-error")) clearError(node);
  }

  return { refresh, reset: () => { known.clear(); hide(); } };
}

function controls(node) {
  return node.querySelectorAll("[data-key]");
}
