import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";
import { configure, currentIdentity } from "./auth";
import { Problem } from "./Form";
import { loadSettings } from "./settings";
import "./style.css";

const place = document.getElementById("page");
if (place === null) throw new Error("index.html has no element for the page");
const root = createRoot(place);

try {
  const settings = await loadSettings();
  configure(settings);
  const identity = await currentIdentity();
  root.render(
    <StrictMode>
      <App settings={settings} before={identity} />
    </StrictMode>,
  );
} catch (error) {
  root.render(<Problem error={error} />);
}
