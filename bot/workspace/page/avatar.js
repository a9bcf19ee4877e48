// Initials on a colour that always has contrast with white (each at least 4.5 : 1).

import { h } from "./dom.js";

const COLOURS = ["#7a3e9d", "#2f6f4e", "#1f5fa8", "#9b3d3d", "#8a5a00", "#00707a", "#5b4fb5", "#a0337a", "#4d6a12", "#3c5a78", "#a44a1a", "#52606d"];

export function avatar(id, name, { app = false, small = false } = {}) {
  const colour = app ? "var(--accent-strong)" : COLOURS[hash(id) % COLOURS.length];
  const classes = `avatar${app ? " avatar-app" : ""}${small ? " avatar-small" : ""}`;
  return h("span", { class: classes, "aria-hidden": "true", style: { background: colour } }, initials(name));
}

function initials(name) {
  const words = name.split(/[\s.@_-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0]).join("").toUpperCase();
}

function hash(text) {
  return [...(text ?? "")].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
}
