import { Button, Text } from "@mantine/core";
import { IconUserShield } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { MyVisit } from "@/api/generated/types.gen";
import { useMe } from "../may";
import { tellProblem } from "../messages";
import { logOut } from "../session";
import { useShellWords } from "../words.shell";
import classes from "./VisitBanner.module.css";

const SECOND = 1000;

/** Always on top while an operator acts in a merchant's console: who, why, for how long still, and the way out. */
export function VisitBanner({ visit }: { visit: MyVisit }) {
  const t = useShellWords();
  const { staff, company } = useMe();
  const left = useSecondsUntil(visit.until_at);
  const [isEnding, setEnding] = useState(false);

  useEffect(() => {
    if (left === 0) location.assign(HOME);
  }, [left]);

  async function end(): Promise<void> {
    setEnding(true);
    try {
      await logOut(company.slug);
      location.assign(HOME);
    } catch (error) {
      setEnding(false);
      tellProblem(error);
    }
  }

  return (
    <section className={classes.banner} aria-label={t("visit")}>
      <IconUserShield size={18} aria-hidden />
      <Text size="sm" className={classes.words}>
        <strong>
          {t("visitWho", { operator: staff.name, company: company.name, role: visit.role_name })}
        </strong>{" "}
        <span>{visit.reason}</span>
      </Text>
      <Text size="sm" role="timer" className={classes.left}>
        {t("visitLeft", { left: clock(left) })}
      </Text>
      <Button size="compact-sm" variant="white" loading={isEnding} onClick={() => void end()}>
        {t("visitEnd")}
      </Button>
    </section>
  );
}

const HOME = "/console/control";

function useSecondsUntil(moment: string): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), SECOND);
    return () => clearInterval(ticking);
  }, []);
  return Math.max(0, Math.ceil((new Date(moment).getTime() - now) / SECOND));
}

/** Pure: 754 is 12:34. */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
