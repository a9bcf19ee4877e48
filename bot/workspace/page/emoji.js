// A small table: the emoji that workplace apps use. Anything else stays as it was typed.

const TABLE = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|100 💯|alarm_clock ⏰|arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️
arrow_upper_right ↗️|arrow_lower_right ↘️|ballot_box_with_ballot 🗳️|bar_chart 📊|bell 🔔|bookmark 🔖|bulb 💡|busts_in_silhouette 👥
calendar 📅|spiral_calendar_pad 🗓️|chart_with_downwards_trend 📉|chart_with_upwards_trend 📈|clap 👏|clipboard 📋|clock9 🕘|coffee ☕
construction 🚧|dart 🎯|email ✉️|envelope ✉️|exclamation ❗|eyes 👀|file_folder 📁|fire 🔥|gear ⚙️|gift 🎁|globe_with_meridians 🌐
grey_question ❔|question ❓|handshake 🤝|heart ❤️|heavy_check_mark ✔️|hourglass ⌛|hourglass_flowing_sand ⏳|house 🏠|inbox_tray 📥
information_source ℹ️|joy 😂|key 🔑|large_blue_circle 🔵|large_green_circle 🟢|large_orange_circle 🟠|large_red_circle 🔴|red_circle 🔴
large_yellow_circle 🟡|link 🔗|lock 🔒|unlock 🔓|loudspeaker 📢|mag 🔍|mega 📣|memo 📝|pencil 📝|pencil2 ✏️|mailbox 📫|muscle 💪
no_entry ⛔|no_bell 🔕|ok ✅|ok_hand 👌|package 📦|page_facing_up 📄|paperclip 📎|party_popper 🎉|tada 🎉|point_right 👉|pray 🙏|pushpin 📌
raised_hands 🙌|raising_hand 🙋|recycle ♻️|repeat 🔁|robot_face 🤖|rocket 🚀|rotating_light 🚨|seedling 🌱|shield 🛡️|slightly_smiling_face 🙂
slightly_frowning_face 🙁|smile 😄|smiley 😃|grinning 😀|neutral_face 😐|worried 😟|sob 😭|sparkles ✨|speech_balloon 💬|star ⭐|star2 🌟
stopwatch ⏱️|sunny ☀️|sunrise 🌅|thinking_face 🤔|thread 🧵|ticket 🎫|toolbox 🧰|triangular_flag_on_post 🚩|trophy 🏆|warning ⚠️|wave 👋
wastebasket 🗑️|white_check_mark ✅|wrench 🔧|x ❌|zap ⚡|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣
`;

const emoji = new Map(TABLE.trim().split(/[|\n]/).map((entry) => entry.trim().split(" ")));

/** The character for "tada", or null. Skin tones ("wave::skin-tone-3") show the plain one. */
export function emojiFor(name) {
  return emoji.get(name.split("::")[0]) ?? null;
}

/** Plain text: only the shortcodes become emoji. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+(?:::skin-tone-\d)?):/g, (whole, name) => emojiFor(name) ?? whole);
}
