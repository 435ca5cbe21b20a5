import type { ReactNode } from "react";
import { saidOf, useSettingsWords } from "../words";
import classes from "./appearance.module.css";

const SKETCHES: Record<string, ReactNode> = {
  market: (
    <>
      <rect x="4" y="4" width="112" height="14" rx="2" opacity=".35" />
      {[0, 1, 2, 3, 4].map((n) => (
        <rect key={n} x={4 + n * 23} y="24" width="20" height="20" rx="2" opacity=".6" />
      ))}
      {[0, 1, 2, 3, 4].map((n) => (
        <rect key={n} x={4 + n * 23} y="50" width="20" height="20" rx="2" opacity=".6" />
      ))}
    </>
  ),
  boutique: (
    <>
      <rect x="0" y="0" width="120" height="34" opacity=".35" />
      {[0, 1, 2].map((n) => (
        <rect key={n} x={6 + n * 38} y="42" width="32" height="36" opacity=".6" />
      ))}
    </>
  ),
  catalogue: (
    <>
      <rect x="4" y="4" width="26" height="72" rx="2" opacity=".35" />
      {[0, 1, 2, 3].map((n) => (
        <rect key={n} x="36" y={4 + n * 19} width="80" height="14" rx="2" opacity=".6" />
      ))}
    </>
  ),
};

interface PresetsProps {
  choices: readonly string[];
  value: string;
  disabled: boolean;
  onChange: (preset: string) => void;
}

/** The platform's looks, told apart by their structure. */
export function Presets({ choices, value, disabled, onChange }: PresetsProps) {
  const t = useSettingsWords();
  return (
    <div role="radiogroup" aria-label={t("appearance.preset")} className={classes.presets}>
      {choices.map((preset) => (
        // biome-ignore lint/a11y/useSemanticElements: a card with a drawing is no radio of the browser's
        <button
          key={preset}
          type="button"
          role="radio"
          aria-checked={preset === value}
          disabled={disabled}
          className={classes.preset}
          onClick={() => onChange(preset)}
        >
          <svg viewBox="0 0 120 80" className={classes.sketch} fill="currentColor" aria-hidden="true">
            {SKETCHES[preset]}
          </svg>
          {saidOf(t, `appearance.preset.${preset}`, preset)}
        </button>
      ))}
    </div>
  );
}
