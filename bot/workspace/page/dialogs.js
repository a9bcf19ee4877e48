// Two small dialogs: "are you sure?" and an enlarged image. Native <dialog> brings the focus trap and the backdrop.

import { h, iconButton, uid } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { t } from "./strings.js";

function openDialog(node) {
  document.body.append(node);
  node.addEventListener("close", () => node.remove());
  // Esc must close this dialog only, not the modal below it.
  node.addEventListener("keydown", (event) => event.stopPropagation());
  node.showModal();
}

/** Block Kit's confirm object; resolves to true when the person agrees. */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const [title, body] = [uid("confirm"), uid("confirm")];
    const yes = h("button", { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, on: { click: () => dialog.close("yes") } }, confirm.confirm ? textObject(confirm.confirm) : t("confirmYes"));
    const no = h("button", { type: "button", class: "button", on: { click: () => dialog.close("") } }, confirm.deny ? textObject(confirm.deny) : t("confirmNo"));
    const dialog = h("dialog", { class: "dialog small", role: "alertdialog", "aria-labelledby": title, "aria-describedby": body },
      h("h2", { id: title, class: "dialog-title" }, textObject(confirm.title)),
      h("div", { id: body, class: "dialog-body prose" }, textObject(confirm.text)),
      h("div", { class: "dialog-foot" }, no, yes));
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"));
    openDialog(dialog);
    yes.focus();
  });
}

export function enlarge(src, alt) {
  const close = iconButton("close", t("close"), { class: "lightbox-close", on: { click: () => dialog.close() } });
  const dialog = h("dialog", { class: "lightbox", "aria-label": alt }, close, h("img", { src, alt, referrerpolicy: "no-referrer" }));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  openDialog(dialog);
}
