// The select elements: options from the app, people, channels; one or several.

import { h } from "./dom.js";
import { combobox } from "./combobox.js";
import { confirmed } from "./dialogs.js";
import { withEmoji } from "./emoji.js";
import { unescape } from "./mrkdwn.js";
import { people, session } from "./session.js";
import { t } from "./strings.js";
import { wiring } from "./wiring.js";

export const SELECTS = {
  static_select: one("selected_option", "initial_option", optionChoices, "selectOption"),
  multi_static_select: many("selected_options", "initial_options", optionChoices, "selectOptions"),
  users_select: one("selected_user", "initial_user", userChoices, "selectPerson"),
  multi_users_select: many("selected_users", "initial_users", userChoices, "selectPerson"),
  conversations_select: one("selected_conversation", "initial_conversation", conversationChoices, "selectChannel"),
  multi_conversations_select: many("selected_conversations", "initial_conversations", conversationChoices, "selectChannel"),
  channels_select: one("selected_channel", "initial_channel", channelChoices, "selectChannel"),
  multi_channels_select: many("selected_channels", "initial_channels", channelChoices, "selectChannel"),
  external_select: found("selected_option", "initial_option", false),
  multi_external_select: found("selected_options", "initial_options", true),
};

/** Options are objects in Slack's payloads, people and channels bare ids: `item` is what is stored, `key` what tells it apart. */
const keyOf = (item) => item?.value ?? item;

function one(slot, initial, choicesOf, words) {
  return (element, context) => select(element, context, { slot, multiple: false, words, choices: choicesOf(element), initial: element[initial] ?? null });
}

function many(slot, initial, choicesOf, words) {
  return (element, context) => select(element, context, { slot, multiple: true, words, choices: choicesOf(element), initial: element[initial] ?? [] });
}

/** Choices that the app is asked for as one types; a message of the app's cannot ask here. */
function found(slot, initial, multiple) {
  return (element, context) => {
    if (!context.search) return external(element, context);
    const choices = [];
    const search = async (query) => {
      if (query.trim().length < (element.min_query_length ?? 3)) return [];
      const answer = await context.search({ block_id: context.blockId, action_id: element.action_id, value: query });
      const offered = optionChoices(answer);
      choices.push(...offered);
      return offered;
    };
    return select(element, context, { slot, multiple, words: "selectOption", choices, search, initial: element[initial] ?? (multiple ? [] : null) });
  };
}

function select(element, context, { slot, multiple, words, choices, search, initial }) {
  const field = context.form.field(context.blockId, element, { [slot]: initial });
  const box = h("div", { class: "select" });
  const draw = () => {
    const held = field.value[slot];
    const selected = (multiple ? held : [held].filter(Boolean)).map(keyOf);
    if (search) choices.push(...optionChoices({ options: [held].flat().filter(Boolean) }));
    box.replaceChildren(combobox({
      choices, search, selected, multiple, onChange,
      max: element.max_selected_items,
      clearable: context.isInput && context.optional,
      placeholder: element.placeholder ? withEmoji(element.placeholder.text) : t(words),
      attributes: wiring(element, context),
    }));
  };
  const onChange = async (keys) => {
    const before = field.value[slot];
    const items = keys.map((key) => choices.find((choice) => choice.key === key)?.item ?? key);
    const part = { [slot]: multiple ? items : (items[0] ?? null) };
    field.set(part);
    if (!context.dispatches || (await confirmed(element.confirm))) return context.changed(element, part, box);
    field.set({ [slot]: before });
    return draw();
  };
  draw();
  return box;
}

function external(element, context) {
  return h("input", { type: "text", class: "text-input", disabled: true, value: t("unsupported"), ...wiring(element, context) });
}

function optionChoices(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) => (group.options ?? []).map((option) => ({
    key: option.value,
    item: option,
    label: plain(option.text),
    description: option.description ? plain(option.description) : "",
    group: group.label ? plain(group.label) : "",
  })));
}

const plain = (object) => withEmoji(unescape(object?.text ?? ""));

function userChoices() {
  return people().map((user) => ({ key: user.id, item: user.id, label: user.name, description: user.title }));
}

function channelChoices() {
  return session.channels.filter((channel) => !channel.is_im && !channel.is_private).map(channelChoice);
}

function channelChoice(channel) {
  return { key: channel.id, item: channel.id, label: `#${channel.name}` };
}

/** `filter.include` names public, private and im; people stand for their direct conversations. */
function conversationChoices(element) {
  const wanted = element.filter?.include ?? ["public", "private", "im"];
  const rooms = session.channels.filter((channel) => !channel.is_im && wanted.includes(channel.is_private ? "private" : "public"));
  return [...rooms.map(channelChoice), ...(wanted.includes("im") ? userChoices() : [])];
}
