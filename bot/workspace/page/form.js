// What a person has entered in one view. Values outlive a redraw: Slack keeps them while block_id and action_id stay the same.

import { t } from "./strings.js";

export class Form {
  values;
  #kept = {};
  #fields = [];

  /** `entered`: what the server remembers of this view, e.g. after the page was loaded anew. */
  constructor(entered = {}) {
    this.values = entered;
  }

  /** Called before a view is drawn (again). */
  begin() {
    this.#kept = this.values;
    this.values = {};
    this.#fields = [];
  }

  /** One stateful element. `initial`: its value as Slack names it, e.g. {selected_option: …}. */
  field(blockId, element, initial) {
    const block = (this.values[blockId] ??= {});
    const kept = this.#kept[blockId]?.[element.action_id];
    const same = kept?.type === element.type && isOffered(element, kept);
    block[element.action_id] = { type: element.type, ...initial, ...(same ? kept : {}) };
    return {
      get value() { return block[element.action_id]; },
      set(part) { block[element.action_id] = { type: element.type, ...part }; },
    };
  }

  /** `complaint()` returns null, or what is wrong with an input that Slack's own client would refuse. */
  watch(blockId, complaint) {
    this.#fields.push({ blockId, complaint });
  }

  /** {block_id: words} of everything that must not be sent. */
  check() {
    const wrong = this.#fields.map(({ blockId, complaint }) => [blockId, complaint()]).filter(([, words]) => words);
    return Object.fromEntries(wrong);
  }
}

/** An updated view may no longer offer what was chosen. */
function isOffered(element, part) {
  const options = element.options ?? element.option_groups?.flatMap((group) => group.options);
  if (!options) return true;
  const chosen = [part.selected_option, part.selected_options].flat().filter(Boolean);
  return chosen.every((one) => options.some((option) => option.value === one.value));
}

function isEmpty(part) {
  const { type: _, ...rest } = part ?? {};
  return Object.values(rest).every((value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length));
}

/** The checks that Slack's client makes on one input; null when all is well. */
export function complaintAbout(element, part, optional) {
  if (isEmpty(part)) return optional ? null : t("required");
  const value = part.value ?? "";
  return textComplaint(element, value) ?? CHECKS[element.type]?.(value, element) ?? listComplaint(element, part);
}

function textComplaint(element, value) {
  if (!value || element.type === "number_input") return null;
  if (element.min_length && value.length < element.min_length) return t("tooShort", { min: element.min_length });
  if (element.max_length && value.length > element.max_length) return t("tooLong", { max: element.max_length });
  return null;
}

function listComplaint(element, part) {
  const chosen = Object.values(part).find(Array.isArray) ?? [];
  return element.max_selected_items && chosen.length > element.max_selected_items ? t("tooMany", { max: element.max_selected_items }) : null;
}

const CHECKS = {
  email_text_input: (value) => (/^\S+@\S+\.\S+$/.test(value) ? null : t("wrongEmail")),
  url_text_input: (value) => (/^https?:\/\/\S+$/i.test(value) ? null : t("wrongUrl")),
  number_input: numberComplaint,
};

function numberComplaint(value, element) {
  const number = Number(value);
  if (!Number.isFinite(number)) return t("wrongNumber");
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return t("whole");
  if (element.min_value !== undefined && number < Number(element.min_value)) return t("tooLow", { min: element.min_value });
  if (element.max_value !== undefined && number > Number(element.max_value)) return t("tooHigh", { max: element.max_value });
  return null;
}
