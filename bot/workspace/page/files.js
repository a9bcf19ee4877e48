// Files in messages, and the text files that a person drops into a conversation.

import { h, svgIcon } from "./dom.js";
import { fileUrl, picture } from "./images.js";

export function fileNode(file) {
  const name = file.title || file.name || file.id;
  if ((file.mimetype ?? "").startsWith("image/")) return picture(fileUrl(file), file.alt_txt || file.alt_text || name, name);
  return h("a", { class: "file", href: fileUrl(file), target: "_blank", rel: "noopener" },
    svgIcon("file"), h("span", { class: "file-name" }, name), h("span", { class: "file-size" }, size(file.size)));
}

function size(bytes) {
  if (!bytes) return "";
  return bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`;
}

// What a person drops into a conversation ------------------------------------------------------------------------

export const TEXT_FILES = ".csv,.tsv,.txt,.md,.json,.yaml,.yml,.log,text/*";
export const LARGEST = 2 * 1024 * 1024;

export function isTextFile(file) {
  return file.type.startsWith("text/") || /\.(csv|tsv|txt|md|json|ya?ml|log)$/i.test(file.name);
}

/** Spreadsheets in German offices still save Windows-1252: what is not UTF-8 is read as that. */
export async function readText(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
