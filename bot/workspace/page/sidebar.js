// The list of conversations. Links, so that each can be opened in a tab of its own.

import { arrowKeys, h, svgIcon } from "./dom.js";
import { avatar } from "./avatar.js";
import { placeUrl } from "./links.js";
import { appChannel, memberChannels, otherDirect, session, userName } from "./session.js";
import { t } from "./strings.js";

export function createSidebar({ pickPerson }) {
  const person = h("button", { type: "button", class: "person", "aria-haspopup": "dialog", on: { click: pickPerson } });
  const lists = h("nav", { class: "places", "aria-label": t("placeConversations") });
  const team = h("p", { class: "team" });
  const node = h("aside", { class: "sidebar", id: "sidebar", "aria-label": t("placeConversations") }, h("div", { class: "sidebar-head" }, team, person), lists);
  arrowKeys(lists, () => [...lists.querySelectorAll("a")]);

  function draw(place) {
    const { me } = session;
    team.textContent = session.team.name || t("about");
    person.replaceChildren(h("span", { class: "sr-only" }, `${t("actAs")} `), avatar(me.id, me.name), h("span", { class: "person-words" }, h("span", { class: "person-name" }, me.name), h("span", { class: "person-title" }, me.title || me.tz)), svgIcon("chevron"));
    const focused = document.activeElement?.closest?.(".places a")?.getAttribute("href");
    lists.replaceChildren(...groups(place));
    if (focused) lists.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }

  function groups(place) {
    const channels = memberChannels().map((channel) => row(place, channel, { channel: channel.id }, h("span", { class: "place-mark", "aria-hidden": "true" }, channel.is_private ? svgIcon("lock") : "#"), channel.name));
    const direct = otherDirect().map((channel) => row(place, channel, { channel: channel.id }, avatar(channel.user, userName(channel.user), { small: true }), userName(channel.user)));
    const app = row(place, appChannel(), {}, avatar(session.app.bot_user_id, session.app.name, { app: true, small: true }), session.app.name);
    return [group(t("apps"), [app]), group(t("channels"), channels), group(t("direct"), direct)].filter(Boolean);
  }

  return { node, draw };
}

function group(label, rows) {
  return rows.length ? h("section", {}, h("h2", { class: "group-label" }, label), h("ul", {}, rows)) : null;
}

function row(place, channel, where, mark, name) {
  const here = place.channel === channel.id;
  const unread = Boolean(channel.unread) && !(here && !place.home);
  // Bold, a dot, and words for those who see neither.
  const sign = unread && [h("span", { class: "unread-dot", "aria-hidden": "true" }), h("span", { class: "sr-only" }, ` (${t("unread")})`)];
  return h("li", {}, h("a", { href: placeUrl(where), dataset: { place: "" }, class: `place${unread ? " unread" : ""}`, "aria-current": here ? "page" : null }, mark, h("span", { class: "place-name" }, name), sign));
}
