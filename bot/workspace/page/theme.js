// Light or dark: as the system says, until the person says otherwise.

const KEY = "workspace-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function isDark() {
  return chosen() ? chosen() === "dark" : system.matches;
}

export function applyTheme() {
  if (chosen()) document.documentElement.dataset.theme = chosen();
}

export function toggleTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser without storage still changes the theme; it only forgets it.
  }
  return theme === "dark";
}
