import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { Failure } from "@/kit/Failure";
import { Lonely } from "@/kit/Lonely";
import { PlainLink } from "./here";
import { useShellWords } from "./words.shell";

/** A file of an older build is gone after an update: the page is loaded anew, once. */
const RELOADED = "duka.reloaded";

export function CrashPage({ error, reset }: ErrorComponentProps) {
  const isOutdated = /dynamically imported module|module script failed/i.test(String(error));
  useEffect(() => {
    if (isOutdated && sessionStorage.getItem(RELOADED) !== location.href) {
      sessionStorage.setItem(RELOADED, location.href);
      location.reload();
    }
  }, [isOutdated]);
  return <Failure error={error} again={reset} />;
}

export function MissingPage() {
  const t = useShellWords();
  return (
    <Lonely title={t("notFound")} text={t("notFoundHelp")}>
      <Button component={PlainLink} to="/">
        {t("toHome")}
      </Button>
    </Lonely>
  );
}
