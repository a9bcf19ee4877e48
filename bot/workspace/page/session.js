// Who acts, and what this person knows: filled from /local/bootstrap, read by everything that shows names or times.

export const session = {
  team: { name: "" },
  me: null,
  users: new Map(),
  channels: [],
  commands: [],
  shortcuts: [],
  app: { name: "App", bot_user_id: "" },
};

export function load(answer) {
  session.team = answer.team ?? session.team;
  session.app = answer.app ?? session.app;
  session.users = new Map((answer.users ?? []).map((user) => [user.id, person(user)]));
  const meId = typeof answer.me === "string" ? answer.me : answer.me?.id;
  session.me = meId ? (session.users.get(meId) ?? person(answer.me)) : null;
  session.channels = answer.channels ?? [];
  session.commands = answer.commands ?? [];
  session.shortcuts = answer.shortcuts ?? [];
}

/** Slack's user object, flattened to what the page shows. */
function person(user) {
  const profile = user.profile ?? {};
  return {
    id: user.id,
    // Full names: among two hundred people a first name says too little.
    name: user.real_name || profile.real_name || profile.display_name || user.name || user.id,
    nick: profile.display_name ?? "",
    title: user.title || profile.title || "",
    tz: user.tz || "",
    locale: user.locale || "",
    isBot: Boolean(user.is_bot),
    isGone: Boolean(user.deleted),
  };
}

/** The people one can be: no bots, nobody who left; by name. */
export function people() {
  return [...session.users.values()]
    .filter((user) => !user.isBot && !user.isGone && user.id !== session.app.bot_user_id)
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function userName(id) {
  if (id && id === session.app.bot_user_id) return session.app.name;
  return session.users.get(id)?.name ?? id ?? "";
}

export function channelById(id) {
  return session.channels.find((channel) => channel.id === id) ?? null;
}

export function channelName(id) {
  return channelById(id)?.name ?? id;
}

/** The person's direct conversation with the app; before the first word it has no channel of its own. */
export function appChannel() {
  const bot = session.app.bot_user_id;
  const own = [bot, session.me?.id, undefined, null, ""];
  return session.channels.find((channel) => channel.is_im && own.includes(channel.user)) ?? { id: bot, is_im: true, user: bot };
}

export function isAppChannel(id) {
  return id === session.app.bot_user_id || id === appChannel().id;
}

export function memberChannels() {
  return session.channels.filter((channel) => !channel.is_im && channel.is_member).sort((a, b) => a.name.localeCompare(b.name));
}

/** Direct conversations with other people. */
export function otherDirect() {
  return session.channels.filter((channel) => channel.is_im && channel.id !== appChannel().id);
}
