import type { ReactNode } from "react";
import { plainValue } from "@/kit/Diff";
import { isSame } from "@/kit/form/differences";
import { useSettingsWords } from "../words";
import classes from "./parts.module.css";
import type { Settings } from "./useSettings";

interface DecidedProps<V extends object> {
  settings: Settings<V>;
  name: keyof V & string;
  children: ReactNode;
  /** A value as people read it, for the offer to follow it again. */
  said?: (value: unknown) => string;
}

/** A field with where its value comes from, and the way back to what it would follow. */
export function Decided<V extends object>({ settings, name, children, said = plainValue }: DecidedProps<V>) {
  const t = useSettingsWords();
  const { loaded } = settings;
  const isStore = loaded.store !== null;
  const isDefault = !isStore && isSame(settings.shown[name], loaded.inherited[name]);
  const isOwn = settings.isOwn(name) && !isDefault;
  const inherited = said(loaded.inherited[name]) || t("nothing");
  return (
    <div>
      {children}
      {isOwn ? (
        <div className={classes.origin}>
          <span>{isStore ? t("onlyHere") : t("changedHere")}</span>
          {loaded.may_write ? (
            <button type="button" onClick={() => settings.inherit(name)}>
              {isStore ? t("useCompany", { value: inherited }) : t("useDefault", { value: inherited })}
            </button>
          ) : null}
        </div>
      ) : isStore ? (
        <div className={classes.origin}>{t("asCompany")}</div>
      ) : null}
    </div>
  );
}
