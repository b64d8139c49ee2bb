import { button } from "./element";

const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

/** Light or dark as the system has it, until the button says otherwise. */
export function addThemeToggle(): void {
  const toggle = button("◐", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    announce();
  });
  toggle.className = "theme";
  const name = () => {
    toggle.title = isDark() ? "Light colours" : "Dark colours";
    toggle.setAttribute("aria-label", toggle.title);
  };
  name();
  onThemeChange(name);
  document.querySelector("nav")?.append(toggle);
  dark.addEventListener("change", announce);
}

/** For what is drawn and not styled. */
export function onThemeChange(listener: () => void): void {
  document.addEventListener("themechange", listener);
}

function isDark(): boolean {
  return root.dataset.theme === undefined ? dark.matches : root.dataset.theme === "dark";
}

function announce(): void {
  document.dispatchEvent(new Event("themechange"));
}
