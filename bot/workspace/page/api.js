// The page's own protocol (docs/workspace.md). A call never throws: a lost connection is an answer like any other refusal.

let me = null;

export function actAs(userId) {
  me = userId;
}

const OFFLINE = { ok: false, error: "offline" };

async function call(path, options) {
  try {
    const response = await fetch(path, options);
    return await response.json();
  } catch {
    return OFFLINE;
  }
}

function get(path, query = {}) {
  const known = Object.entries({ user: me, ...query }).filter(([, value]) => value !== null && value !== undefined);
  return call(`${path}?${new URLSearchParams(known)}`);
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify({ user: me, ...body }) });
}

export const api = {
  bootstrap: () => get("/local/bootstrap"),
  messages: (channel) => get("/local/messages", { channel }),
  send: (channel, text) => post("/local/messages", { channel, text }),
  file: (channel, name, content) => post("/local/files", { channel, name, content }),
  upload: (name, content) => post("/local/uploads", { name, content }),
  command: (channel, command, text) => post("/local/commands", { channel, command, text }),
  shortcut: (callbackId, place = {}) => post("/local/shortcuts", { callback_id: callbackId, ...place }),
  action: (body) => post("/local/actions", body),
  options: (body) => post("/local/options", body),
  /** `refetch`: only looking again after a `home` event; a server that knows the word does not call it an opening. */
  home: (refetch = false) => get("/local/home", refetch ? { refetch: 1 } : {}),
  views: () => get("/local/views"),
  submit: (viewId, state) => post("/local/views/submit", { view_id: viewId, state }),
  close: (viewId) => post("/local/views/close", { view_id: viewId }),
};

const KINDS = ["message", "message_changed", "message_deleted", "views", "home", "channels"];

/**
 * Server-sent events for the acting person. `onEvent(kind, data)`; `onState(connected)` also tells when the stream
 * comes back: whatever happened in between must then be fetched again.
 */
export function listen(onEvent, onState) {
  const source = new EventSource(`/local/events?user=${encodeURIComponent(me)}`);
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      const data = parse(event.data);
      // An unnamed event arrives as "message"; then its own type says what it is.
      onEvent(KINDS.includes(data.type) ? data.type : kind, data);
    });
  }
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  return () => source.close();
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
