import { Button, Group, Select, Tabs } from "@mantine/core";
import { adminListFulfillments, adminListLocations } from "@/api/generated/sdk.gen";
import { refresh, usePages, useRead } from "@/api/query";
import { useSearchWords } from "@/app/here";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useLive } from "@/kit/useLive";
import { LeadTimes } from "./LeadTimes";
import classes from "./parcels.module.css";
import { useParcelWords } from "./parcelWords";
import { TaskCard } from "./TaskCard";

const STEPS = ["to_prepare", "to_ship", "to_collect", "on_the_way"] as const;
const EVERY = 60_000;

/** For those who pack and send: what waits at their location, one button each. */
export default function FulfillmentPage() {
  const t = useParcelWords();
  const store = useStore();
  const [words, change] = useSearchWords();
  const step = STEPS.find((one) => one === words.step) ?? "to_prepare";
  const location = words.location;
  const asked = { store_id: store?.id, location_id: location };
  const locations = useRead(adminListLocations, {}, { keep: true });
  const head = useRead(
    adminListFulfillments,
    { query: { ...asked, step, limit: 1 } },
    { keep: true, every: EVERY },
  );
  const tasks = usePages(adminListFulfillments, { query: { ...asked, step, limit: 20 } });
  useLive(["order"], () => refresh(adminListFulfillments));
  const counts = head.data?.counts ?? {};
  const upTo = head.data?.counted_up_to ?? 0;
  const places = (locations.data ?? []).map((one) => ({ value: one.id, label: one.name }));
  return (
    <Page title={t("title")} about={t("listAbout")} width="wide">
      <Sections>
        <Group justify="space-between" align="flex-end" gap={12}>
          <Tabs
            value={step}
            onChange={(value) => change({ step: value === "to_prepare" ? undefined : (value ?? undefined) })}
          >
            <Tabs.List aria-label={t("step")}>
              {STEPS.map((one) => (
                <Tabs.Tab key={one} value={one} aria-controls="fulfillment-tasks">
                  {labelOf(t(one), counts[one], upTo)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
          {places.length > 1 ? (
            <Select
              aria-label={t("location")}
              placeholder={t("allLocations")}
              data={places}
              value={location ?? null}
              clearable
              onChange={(value) => change({ location: value ?? undefined })}
            />
          ) : null}
        </Group>
        <LeadTimes store={store?.id} location={location} />
        <div id="fulfillment-tasks">
          {tasks.error && !tasks.items ? (
            <Failure error={tasks.error} again={() => void tasks.refetch()} />
          ) : tasks.items === undefined ? (
            <Skeletons />
          ) : tasks.items.length === 0 ? (
            <EmptyState title={t(`none_${step}`)} text={t("noneHelp")} />
          ) : (
            <ul className={classes.tasks}>
              {tasks.items.map((task) => (
                <TaskCard key={`${task.number}-${task.location_id}-${task.version}`} task={task} />
              ))}
            </ul>
          )}
        </div>
        {tasks.hasNextPage ? (
          <Button
            variant="default"
            loading={tasks.isFetchingNextPage}
            onClick={() => void tasks.fetchNextPage()}
          >
            {t("moreWork")}
          </Button>
        ) : null}
      </Sections>
    </Page>
  );
}

function labelOf(name: string, count: number | undefined, upTo: number): string {
  if (!count) return name;
  return `${name} ${count >= upTo ? `${upTo - 1}+` : count}`;
}
