import { Button, Text } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { adminAuditEntry } from "@/api/generated/sdk.gen";
import type { AuditEntry } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink, useParam } from "@/app/here";
import { useStore } from "@/app/store";
import { useLanguage, wordOf } from "@/app/words";
import { Diff, plainValue } from "@/kit/Diff";
import { Failure } from "@/kit/Failure";
import { formatInstant } from "@/kit/format";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { actionWords, actorWords, changedFields } from "@/kit/trail/action";
import { useTrailWords } from "@/kit/trail/words";
import classes from "./audit.module.css";
import { placeOf } from "./places";
import { useAuditWords } from "./words";

/** One entry: what it was before and after, and everything that is known of it. */
export default function EntryPage() {
  const t = useAuditWords();
  const trail = useTrailWords();
  const id = useParam("entry");
  const entry = useRead(adminAuditEntry, { path: { entry: id } });
  const crumbs = [{ to: "/audit", label: t("title") }];
  if (entry.error)
    return (
      <Page title={t("entry")} crumbs={crumbs}>
        <Failure error={entry.error} again={() => void entry.refetch()} />
      </Page>
    );
  if (!entry.data)
    return (
      <Page title={t("entry")} crumbs={crumbs}>
        <Skeletons />
      </Page>
    );
  const { before, after, details } = entry.data;
  return (
    <Page
      title={actionWords(trail, entry.data.action)}
      about={entry.data.name || undefined}
      crumbs={crumbs}
      acts={
        <Button component={PlainLink} to={`/audit?object=${entry.data.object}`} variant="default">
          {t("moreOfThis")}
        </Button>
      }
    >
      <Columns
        main={
          <Sections>
            <Section title={t("change")} flush={changedFields(before, after).length > 0}>
              {changedFields(before, after).length > 0 ? (
                <div className={classes.scroll}>
                  <Diff before={before} after={after} />
                </div>
              ) : (
                <Text size="sm" c="dimmed">
                  {t("noChange")}
                </Text>
              )}
            </Section>
            {Object.keys(details).length > 0 ? (
              <Section title={t("details")}>
                <Facts
                  facts={Object.entries(details).map(([name, value]) => [name, plainValue(value)] as const)}
                />
              </Section>
            ) : null}
          </Sections>
        }
        side={
          <Section title={t("facts")}>
            <EntryFacts entry={entry.data} />
          </Section>
        }
      />
    </Page>
  );
}

function EntryFacts({ entry }: { entry: AuditEntry }) {
  const t = useAuditWords();
  const trail = useTrailWords();
  const language = useLanguage();
  const store = useStore();
  const [address = "", ...program] = entry.origin.split(" ");
  const place = placeOf(entry.kind, entry.object);
  const who = actorWords(trail, entry.actor_kind, entry.actor_name);
  const person = personOf(entry.actor);
  return (
    <Facts
      facts={[
        [t("exactly"), formatInstant(language, new Date(entry.at), store?.timezone)],
        [
          t("who"),
          person ? (
            <GoLink key="who" to={`/audit?actor=${person}`}>
              {who}
            </GoLink>
          ) : (
            who
          ),
        ],
        [
          t("thing"),
          place ? (
            <GoLink key="thing" to={place}>
              {entry.name || entry.object}
            </GoLink>
          ) : (
            entry.name
          ),
        ],
        [t("kind"), wordOf(t, "kind", entry.kind)],
        [t("object"), <code key="object">{entry.object}</code>],
        [t("address"), address],
        [t("program"), program.join(" ")],
        [t("request"), entry.request_id],
        [t("link"), entry.sequence ?? t("notSealed")],
      ]}
    />
  );
}

/** Pure: the public id of who did it, as filters take it. */
export function personOf(actor: string): string | null {
  const [kind = "", id = ""] = actor.split(":");
  const prefix = { staff: "staff", key: "key", customer: "cus" }[kind];
  return prefix && id ? `${prefix}_${id}` : null;
}

function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== "" && value !== null)
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
