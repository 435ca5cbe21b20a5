import { Text } from "@mantine/core";
import { IconFlask, IconHourglass } from "@tabler/icons-react";
import { adminGetStanding } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { GoLink } from "../here";
import { useStandingWords } from "../words.standing";
import classes from "./AccountBanner.module.css";

/** On top of a company on trial, with the days that are left, and of a place to try things. */
export default function StandingBar() {
  const t = useStandingWords();
  const standing = useRead(adminGetStanding, {}).data;
  if (standing === undefined) return null;
  if (standing.kind === "sandbox") {
    return (
      <section className={classes.banner} aria-label={t("plan")}>
        <IconFlask size={18} aria-hidden />
        <Text size="sm">{t("sandbox", { name: standing.sandbox_of ?? "" })}</Text>
      </section>
    );
  }
  if (standing.status !== "trial" || standing.days_left === null) return null;
  return (
    <section className={classes.banner} aria-label={t("plan")}>
      <IconHourglass size={18} aria-hidden />
      <Text size="sm">
        <strong>{t("trialLeft", { count: standing.days_left })}</strong> {t("trialHelp")}
      </Text>
      <GoLink to="/settings/plan" size="sm">
        {t("seePlan")}
      </GoLink>
    </section>
  );
}
