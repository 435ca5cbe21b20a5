import { Text } from "@mantine/core";
import { adminLeadTimes } from "@/api/generated/sdk.gen";
import type { LeadTime } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { lasting } from "./lasting";
import classes from "./parcels.module.css";
import { type ParcelWords, useParcelWords } from "./parcelWords";

/** How long it lately took from the sale to the door, at each location; nothing before there is anything to say. */
export function LeadTimes({
  store,
  location,
}: {
  store?: string | undefined;
  location?: string | undefined;
}) {
  const t = useParcelWords();
  const language = useLanguage();
  const times = useRead(adminLeadTimes, { query: { store_id: store } }, { keep: true });
  const rows = (times.data ?? []).filter((row) => location === undefined || row.location_id === location);
  if (rows.length === 0) return null;
  return (
    <ul className={classes.leads} aria-label={t("leadTimes")}>
      {rows.map((row) => (
        <li key={row.location_id}>
          <b>{row.location}</b> {sentence(t, language, row)}
        </li>
      ))}
      <li>
        <Text span size="xs" c="dimmed">
          {t("leadTimes")}
        </Text>
      </li>
    </ul>
  );
}

function sentence(t: ParcelWords, language: string, row: LeadTime): string {
  const said = (key: "leadTo_prepare" | "leadTo_ship" | "leadTo_deliver", seconds: number | null) =>
    seconds === null ? null : t(key, { time: lasting(language, seconds) });
  return [
    said("leadTo_prepare", row.seconds_to_prepare),
    said("leadTo_ship", row.seconds_to_ship),
    said("leadTo_deliver", row.seconds_to_deliver),
  ]
    .filter(Boolean)
    .join(" · ");
}
