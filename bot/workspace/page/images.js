// Images: where they come from, and how one looks at them more closely.

import { h } from "./dom.js";
import { enlarge } from "./dialogs.js";
import { safeUrl } from "./links.js";
import { t } from "./strings.js";

export function fileUrl(file) {
  return `/local/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name || "file")}`;
}

/** The address of an image block or element: a public one, or a file of this workspace. */
export function imageSource(block, files = []) {
  if (block.image_url) return onThisServer(block.image_url) ?? safeUrl(block.image_url);
  const { id, url } = block.slack_file ?? {};
  if (id) return fileUrl(files.find((file) => file.id === id) ?? { id, name: "image" });
  return onThisServer(url) ?? safeUrl(url);
}

/** A file's own address may name another loopback host than the one the browser uses; the path is what counts. */
function onThisServer(url) {
  const match = /^(?:https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?)?(\/local\/files\/.+)$/.exec(url ?? "");
  return match?.[1] ?? null;
}

/** An image one may enlarge; also used for the images among a message's files. */
export function picture(src, alt, title = null) {
  if (!src) return h("p", { class: "placeholder" }, alt || t("unsupported"));
  const broken = () => figure.querySelector("button").replaceChildren(h("span", { class: "placeholder" }, alt || src));
  const shown = h("img", { src, alt, loading: "lazy", decoding: "async", referrerpolicy: "no-referrer", on: { error: broken } });
  const button = h("button", { type: "button", class: "picture", title: t("enlarge"), "aria-label": `${t("enlarge")}: ${alt}`, on: { click: () => enlarge(src, alt) } }, shown);
  const figure = h("figure", {}, title && h("figcaption", {}, title), button);
  return figure;
}
