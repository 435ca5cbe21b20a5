import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.layer.css";
import "./console.css";
import { createRoot } from "react-dom/client";
import { Console } from "./Console";
import { language } from "./words";

/** Show the console in the page. */
export function start(): void {
  const place = document.getElementById("console");
  if (place === null) return;
  document.documentElement.lang = language();
  createRoot(place).render(<Console />);
}
