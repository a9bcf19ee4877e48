// The frame around everything: sidebar (a drawer on a phone), head of the conversation, its pane and the composer.

import { avatar } from "./avatar.js";
import { h, iconButton, svgIcon } from "./dom.js";
import { placeUrl } from "./links.js";
import { channelById, isAppChannel, session, userName } from "./session.js";
import { t } from "./strings.js";
import { isDark, toggleTheme } from "./theme.js";

export function createLayout({ sidebar, messages, home, composer, jump }) {
  const opener = iconButton("menu", t("openMenu"), { class: "drawer-opener", "aria-controls": "sidebar", "aria-expanded": "false", on: { click: () => setDrawer(true) } });
  const shade = h("div", { class: "shade", on: { click: () => setDrawer(false) } });
  const heading = h("h1", { class: "place-title", tabindex: "-1" });
  const tabs = h("nav", { class: "tabs", "aria-label": t("app") });
  const theme = iconButton("theme", t("dark"), { "aria-pressed": String(isDark()), on: { click: () => theme.setAttribute("aria-pressed", String(toggleTheme())) } });
  const search = iconButton("search", t("jump"), { "aria-keyshortcuts": "Control+K Meta+K", on: { click: jump } });
  const offline = h("div", { class: "offline", role: "status", hidden: true }, t("offline"));
  const head = h("header", { class: "place-head" }, opener, heading, tabs, h("span", { class: "grow" }), search, theme);
  const drop = h("div", { class: "drop-hint", hidden: true }, t("dropHere"));
  const main = h("main", { class: "main", id: "main", "aria-label": t("lead") }, head, offline, messages, home, composer, drop);
  const skip = h("a", { class: "skip", href: "#composer", on: { click: (event) => { event.preventDefault(); heading.focus(); } } }, t("skip"));
  const node = h("div", { class: "frame" }, skip, sidebar, shade, main);

  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && node.classList.contains("drawer-open")) setDrawer(false);
  });

  function setDrawer(open) {
    const was = node.classList.contains("drawer-open");
    node.classList.toggle("drawer-open", open);
    opener.setAttribute("aria-expanded", String(open));
    // An open drawer is all there is on a phone.
    main.inert = open;
    if (open) sidebar.querySelector("a, button")?.focus();
    else if (was) opener.focus();
  }

  function draw(place) {
    heading.replaceChildren(...title(place));
    const app = isAppChannel(place.channel);
    tabs.hidden = !app;
    const homeTab = session.app.home_tab === false ? [] : [tab(t("home"), { home: true }, place.home)];
    tabs.replaceChildren(...homeTab, tab(t("messages"), {}, !place.home));
    messages.hidden = place.home;
    composer.hidden = place.home;
    home.hidden = !place.home;
    document.title = `${heading.textContent} · ${session.team.name}`;
  }

  return { node, main, draw, setDrawer, setOffline: (on) => { offline.hidden = !on; }, dropHint: (on) => { drop.hidden = !on; } };
}

function tab(label, where, current) {
  return h("a", { href: placeUrl(where), dataset: { place: "" }, class: "tab", "aria-current": current ? "page" : null }, label);
}

function title({ channel }) {
  if (isAppChannel(channel)) return [avatar(session.app.bot_user_id, session.app.name, { app: true, small: true }), h("span", {}, session.app.name)];
  const known = channelById(channel);
  if (known?.is_im) return [h("span", {}, userName(known.user))];
  const mark = h("span", { class: "place-mark", "aria-hidden": "true" }, known?.is_private ? svgIcon("lock") : "#");
  return [mark, h("span", {}, known?.name ?? channel)];
}

/** The first page: who do you want to be? */
export function welcome(list) {
  return h("main", { class: "welcome", id: "main" },
    h("p", { class: "team" }, svgIcon("home"), session.team.name || t("about")),
    h("h1", {}, t("becomeTitle")), h("p", { class: "hint" }, t("becomeHint")), list);
}
