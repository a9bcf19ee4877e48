// Times are shown in the acting person's time zone and locale: Slack does the same.

import { session } from "./session.js";
import { locale, t } from "./strings.js";

const formats = new Map();

function format(options, language = locale()) {
  const key = JSON.stringify([language, zone(), options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone(), ...options }));
  return formats.get(key);
}

function zone() {
  return validZone(session.me?.tz) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const zones = new Map();
function validZone(name) {
  if (!name) return null;
  if (!zones.has(name)) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      zones.set(name, name);
    } catch {
      zones.set(name, null);
    }
  }
  return zones.get(name);
}

const date = (seconds) => new Date(Number(seconds) * 1000);
const DAY = 86400;

export const time = (seconds) => format(DATES.time).format(date(seconds));
export const fullTime = (seconds) => format({ dateStyle: "full", timeStyle: "medium" }).format(date(seconds));

/** "2026-03-31": the person's own calendar day. */
export const dayKey = (seconds) => format({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA").format(date(seconds));

function nearDay(seconds) {
  const now = Date.now() / 1000;
  const key = dayKey(seconds);
  if (key === dayKey(now)) return t("today");
  if (key === dayKey(now - DAY)) return t("yesterday");
  if (key === dayKey(now + DAY)) return t("tomorrow");
  return null;
}

/** The words of a date separator. */
export function day(seconds) {
  const year = dayKey(seconds).slice(0, 4) === dayKey(Date.now() / 1000).slice(0, 4) ? {} : { year: "numeric" };
  return nearDay(seconds) ?? format({ weekday: "long", day: "numeric", month: "long", ...year }).format(date(seconds));
}

const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  day_divider: { weekday: "long", month: "long", day: "numeric" },
  time: { timeStyle: "short" },
  time_secs: { timeStyle: "medium" },
};

/** Slack's date tokens: "{date_short_pretty} at {time}". An unknown token stays as it is. */
export function dateTokens(pattern, seconds) {
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => dateToken(token, seconds) ?? whole);
}

function dateToken(token, seconds) {
  if (token === "ago") return ago(seconds);
  const plain = token.replace(/_pretty$/, "");
  if (!DATES[plain]) return null;
  const near = plain === token ? null : nearDay(seconds);
  return near ?? format(DATES[plain]).format(date(seconds));
}

function ago(seconds) {
  const difference = Number(seconds) - Date.now() / 1000;
  const units = [["year", 365 * DAY], ["month", 30 * DAY], ["day", DAY], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, length] = units.find(([, size]) => Math.abs(difference) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(difference / length), unit);
}

/** Seconds → "2026-03-31T09:30" on the person's wall clock, as <input type=datetime-local> wants it. */
export function toWall(seconds) {
  const parts = format({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "en-CA");
  const by = Object.fromEntries(parts.formatToParts(date(seconds)).map((part) => [part.type, part.value]));
  return `${by.year}-${by.month}-${by.day}T${by.hour}:${by.minute}`;
}

/** The way back. An hour that the clock skips in spring lands just after the gap. */
export function fromWall(wall) {
  const asUtc = Date.parse(`${wall}Z`) / 1000;
  let guess = asUtc;
  for (let step = 0; step < 2; step += 1) guess += asUtc - Date.parse(`${toWall(guess)}Z`) / 1000;
  return guess;
}
