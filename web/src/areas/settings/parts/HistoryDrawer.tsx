import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { adminListSettings, adminRestoreSettings, adminSettingsHistory } from "@/api/generated/sdk.gen";
import type { FieldChange, SettingsVersion } from "@/api/generated/types.gen";
import { refresh, usePages, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { Diff } from "@/kit/Diff";
import { Failure } from "@/kit/Failure";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import type { Loaded, SettingsSection } from "../sections";
import { useSettingsWords } from "../words";
import classes from "./parts.module.css";

interface HistoryDrawerProps<V extends object> {
  section: SettingsSection<V>;
  loaded: Loaded<V>;
  labels: Readonly<Record<string, string>>;
  onClose: () => void;
}

/** Every version of a section at this place: who changed what, and the way back. */
export function HistoryDrawer<V extends object>({ section, loaded, labels, onClose }: HistoryDrawerProps<V>) {
  const t = useSettingsWords();
  const [asked, setAsked] = useState<number | null>(null);
  const query = loaded.store === null ? {} : { store: loaded.store };
  const history = usePages(adminSettingsHistory, { path: { section: section.name }, query });
  const restore = useWrite(adminRestoreSettings, {
    done: () => {
      refresh(section.read, adminSettingsHistory, adminListSettings);
      setAsked(null);
      tell(t("restored"));
    },
    failed: tellProblem,
  });

  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={t("historyOf")}>
      {history.error ? <Failure error={history.error} again={history.refetch} /> : null}
      {history.items === undefined && !history.error ? <Skeletons /> : null}
      {history.items?.length === 0 ? <Text c="dimmed">{t("noHistory")}</Text> : null}
      <Stack gap={20} component="ol" className={classes.versions}>
        {(history.items ?? []).map((version) => (
          <li key={version.version}>
            <Group justify="space-between" wrap="nowrap" mb={6}>
              <div>
                <Text fw={550}>
                  {version.by || t(version.version === 0 ? "atFirst" : "platform")} · <When at={version.at} />
                </Text>
                <Text size="xs" c="dimmed">
                  {t("versionNumber", { number: String(version.version) })}
                  {version.restored_from != null
                    ? ` · ${t("restoredFrom", { number: String(version.restored_from) })}`
                    : ""}
                </Text>
              </div>
              {version.is_current ? <StatusBadge tone="good">{t("current")}</StatusBadge> : null}
              {!version.is_current && loaded.may_write && asked !== version.version ? (
                <Button variant="default" size="xs" onClick={() => setAsked(version.version)}>
                  {t("restore")}
                </Button>
              ) : null}
            </Group>
            {asked === version.version ? (
              <Group gap={8} mb={8}>
                <Text size="sm">{t("restoreHelp")}</Text>
                <Button
                  size="xs"
                  loading={restore.isPending}
                  onClick={() =>
                    restore.mutate({
                      path: { section: section.name, old_version: version.version },
                      query,
                      version: loaded.version,
                    })
                  }
                >
                  {t("restoreNow")}
                </Button>
                <Button size="xs" variant="default" onClick={() => setAsked(null)}>
                  {t("cancel")}
                </Button>
              </Group>
            ) : null}
            <Diff {...sides(version)} labels={labels} />
          </li>
        ))}
      </Stack>
      {history.hasNextPage ? (
        <Button
          variant="default"
          mt="md"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t("earlier")}
        </Button>
      ) : null}
    </Drawer>
  );
}

/** Pure: the two sides of a version's changes; a field that was not decided is left out of its side. */
export function sides(version: Pick<SettingsVersion, "changes">): {
  before: Record<string, unknown>;
  after: Record<string, unknown>;
} {
  const side = (has: "before_set" | "after_set", value: "before" | "after") =>
    Object.fromEntries(
      version.changes
        .filter((change: FieldChange) => change[has] !== false)
        .map((change: FieldChange) => [change.field, change[value]]),
    );
  return { before: side("before_set", "before"), after: side("after_set", "after") };
}
