import { Anchor, Button } from "@mantine/core";
import { adminEndStaffSessions, adminGetStaff } from "@/api/generated/sdk.gen";
import type { Person } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { PlainLink } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { May } from "@/kit/May";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import classes from "./staff.module.css";
import { useStaffWords } from "./words";

/** Since when they are here, when they were seen, where they are logged in. */
export function PersonFacts({ person }: { person: Person }) {
  const t = useStaffWords();
  const end = useWrite(adminEndStaffSessions, {
    changes: [adminGetStaff],
    done: () => tell(t("sessionsEnded", { name: person.name })),
    failed: tellProblem,
  });
  async function ask(): Promise<void> {
    const isSure = await confirm({
      title: t("endSessionsTitle", { name: person.name }),
      text: t("endSessionsText"),
      action: t("endSessions"),
    });
    if (isSure) end.mutate({ path: { staff: person.id } });
  }
  const mayEnd = person.sessions > 0 && (person.barrier === null || person.barrier === "self");
  return (
    <Section title={t("facts")}>
      <dl className={classes.facts}>
        {person.joined_at ? (
          <div>
            <dt>{t("since")}</dt>
            <dd>
              <When at={person.joined_at} />
            </dd>
          </div>
        ) : null}
        {person.dismissed_at ? (
          <div>
            <dt>{t("left")}</dt>
            <dd>
              <When at={person.dismissed_at} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t("lastSeen")}</dt>
          <dd>{person.last_seen_at ? <When at={person.last_seen_at} /> : t("never")}</dd>
        </div>
        <div>
          <dt>{t("sessions")}</dt>
          <dd>{person.sessions === 0 ? t("noDevice") : t("devices", { count: person.sessions })}</dd>
        </div>
      </dl>
      {mayEnd ? (
        <Button variant="default" size="xs" mt="sm" loading={end.isPending} onClick={() => void ask()}>
          {t("endSessions")}
        </Button>
      ) : null}
      <May permission="audit:read">
        <div className={classes.further}>
          <Anchor component={PlainLink} to={`/audit?actor=${person.id}`} size="sm">
            {t("seeHistory")}
          </Anchor>
        </div>
      </May>
    </Section>
  );
}
