// Puts the page together: reads the address, fetches who is who, and connects the parts.

import { actAs, api, listen } from "./api.js";
import { createComposer } from "./composer.js";
import { createHome } from "./home.js";
import { createLayout, welcome } from "./layout.js";
import { placeUrl } from "./links.js";
import { coalesce, toast } from "./dom.js";
import { MessageList } from "./messages.js";
import { createModals } from "./modal.js";
import { appChannel, channelById, isAppChannel, load, session } from "./session.js";
import { createSidebar } from "./sidebar.js";
import { t, useLocale } from "./strings.js";
import { openSwitcher, personRows, placeRows, searchList } from "./switcher.js";
import { applyTheme } from "./theme.js";

const root = document.getElementById("root");
let parts = null;
let place = { channel: null, home: false };
let stopListening = () => {};

// The address ----------------------------------------------------------------------------------------------------

function address() {
  const query = new URLSearchParams(location.search);
  return { user: query.get("user"), channel: query.get("channel"), home: query.get("home") === "1" };
}

function go(url) {
  history.pushState(null, "", url);
  return follow();
}

/** Shows what the address says; a new person means a new page. */
async function follow() {
  if (address().user !== (session.me?.id ?? null)) return start();
  return arrive();
}

function become(user) {
  const stays = place.channel && !isAppChannel(place.channel) ? { channel: place.channel } : {};
  return go(placeUrl({ user, home: place.home, ...stays }));
}

// A person arrives ------------------------------------------------------------------------------------------------

async function start() {
  stopListening();
  parts?.modals.reset();
  actAs(address().user);
  const answer = await api.bootstrap();
  if (!answer.ok && answer.error === "offline") return retryLater();
  if (!answer.ok) return refused(answer);
  load(answer);
  useLocale(session.me?.locale ?? navigator.language);
  if (!session.me) return choosePerson();
  build();
  stopListening = listen(onEvent, onConnection);
  parts.modals.refresh();
  return arrive();
}

function retryLater() {
  useLocale(navigator.language);
  if (!root.childElementCount) root.textContent = t("offline");
  setTimeout(start, 2000);
}

/** An unknown person in the address: begin with the choice. */
function refused({ error }) {
  if (!address().user) {
    root.textContent = t("failed", { error });
    return undefined;
  }
  history.replaceState(null, "", location.pathname);
  return start();
}

function choosePerson() {
  parts = null;
  document.title = session.team.name;
  const list = searchList(personRows(), (row) => go(placeUrl({ user: row.id })));
  root.replaceChildren(welcome(list.node));
  list.focus();
}

function build() {
  document.querySelector("dialog.modal")?.remove();
  const modals = createModals(() => parts.composer.focus());
  const afterAction = () => Promise.all([modals.refresh(), parts.list.refresh()]);
  const list = new MessageList({ afterAction });
  const composer = createComposer({ place: () => place, list, afterwards: afterAction });
  const home = createHome(modals.refresh);
  const sidebar = createSidebar({ pickPerson: () => openSwitcher(t("becomeTitle"), personRows(), (row) => become(row.id)) });
  const layout = createLayout({ sidebar: sidebar.node, messages: list.node, home: home.node, composer: composer.node, jump });
  parts = { modals, list, composer, home, sidebar, layout };
  acceptDrops(layout, composer);
  root.replaceChildren(layout.node);
}

function jump() {
  if (!session.me) return;
  openSwitcher(t("jump"), [...placeRows(), ...personRows()], (row) => {
    if (row.kind === "person") return become(row.id);
    return go(placeUrl(row.kind === "app" ? {} : { channel: row.id }));
  });
}

function arrive() {
  const wanted = address();
  const channel = wanted.channel && !isAppChannel(wanted.channel) && channelById(wanted.channel) ? wanted.channel : appChannel().id;
  place = { channel, home: wanted.home };
  parts.layout.setDrawer(false);
  parts.home.leave();
  draw();
  parts.composer.turnTo(channel, nameOf(channel));
  if (place.home) return parts.home.open();
  read(channel);
  return parts.list.open(channel);
}

function nameOf(channel) {
  return isAppChannel(channel) ? session.app.name : `#${channelById(channel)?.name ?? channel}`;
}

function draw() {
  parts.sidebar.draw(place);
  parts.layout.draw(place);
}

function read(id) {
  const channel = channelById(id);
  if (channel) channel.unread = 0;
  parts.sidebar.draw(place);
}

// What the server tells -------------------------------------------------------------------------------------------

const reloadPeople = coalesce(async () => {
  const answer = await api.bootstrap();
  if (!answer.ok || !parts) return;
  const wasApp = isAppChannel(place.channel);
  load(answer);
  // With the first word, the conversation with the app gets an id of its own.
  if (wasApp && place.channel !== appChannel().id) {
    place.channel = appChannel().id;
    parts.list.rename(place.channel);
    await parts.list.refresh();
  }
  if (!place.home) read(place.channel);
  draw();
});

function onEvent(kind, data) {
  if (!parts) return;
  if (kind === "views") parts.modals.refresh();
  else if (kind === "home") place.home && parts.home.changed();
  else if (kind === "channels") reloadPeople();
  else onMessageEvent(kind, data.channel);
}

function onMessageEvent(kind, id) {
  if (id === place.channel && !place.home) {
    parts.list.refresh();
    return;
  }
  const channel = channelById(id);
  if (!channel) reloadPeople();
  else if (kind === "message") {
    channel.unread = (Number(channel.unread) || 0) + 1;
    parts.sidebar.draw(place);
  }
}

let lost = false;

function onConnection(connected) {
  parts?.layout.setOffline(!connected);
  if (connected && lost) {
    // What happened in between was not told.
    reloadPeople();
    parts?.list.refresh();
    if (place.home) parts?.home.changed();
  }
  // The first time too: a modal may have been opened between the first look and the first connection.
  if (connected) parts?.modals.refresh();
  lost = !connected;
}

// The whole window ------------------------------------------------------------------------------------------------

function acceptDrops(layout, composer) {
  const over = (event) => {
    if (place.home || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    layout.dropHint(true);
  };
  layout.main.addEventListener("dragover", over);
  layout.main.addEventListener("dragleave", (event) => { if (!layout.main.contains(event.relatedTarget)) layout.dropHint(false); });
  layout.main.addEventListener("drop", (event) => {
    layout.dropHint(false);
    if (place.home || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    composer.sendFiles([...event.dataTransfer.files]);
  });
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest("a[data-place]");
  const plain = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (!anchor || !plain) return;
  event.preventDefault();
  go(anchor.getAttribute("href"));
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) jump();
    return;
  }
  const typing = event.target.closest("input, textarea, [contenteditable], dialog");
  if (event.key === "/" && !typing && parts && !place.home && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    parts.composer.startCommand();
  }
});

addEventListener("popstate", follow);
addEventListener("error", (event) => toast(String(event.message)));
applyTheme();
start();
