import { Button, Skeleton, Text } from "@mantine/core";
import { GoLink, PlainLink } from "@/app/here";
import { useLanguage } from "@/app/words";
import { formatQuantity } from "@/kit/format";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./home.module.css";
import { useWaiting } from "./useFigures";
import { useHomeWords } from "./words";

/** The emptiest shelves. */
export function LowStock() {
  const t = useHomeWords();
  const language = useLanguage();
  const waiting = useWaiting();
  const shelves = waiting.data?.low_stock;
  if (waiting.error || shelves === null) return null;
  return (
    <Section
      title={t("lowTitle")}
      about={t("lowAbout")}
      acts={
        shelves?.length ? (
          <Button variant="subtle" size="xs" component={PlainLink} to="/inventory?state=low">
            {t("lowAll")}
          </Button>
        ) : null
      }
    >
      {shelves === undefined ? (
        <Skeletons>
          <Skeleton height={200} />
        </Skeletons>
      ) : shelves.length === 0 ? (
        <div>
          <Text size="sm" fw={550}>
            {t("lowNone")}
          </Text>
          <Text size="sm" c="dimmed">
            {t("lowNoneHelp")}
          </Text>
        </div>
      ) : (
        <ul className={classes.list}>
          {shelves.map((shelf) => (
            <li key={`${shelf.sku} ${shelf.location}`} className={classes.item}>
              <Thumbnail image={shelf.image} size={36} />
              <div className={classes.words}>
                <GoLink
                  to={`/inventory/items/${encodeURIComponent(shelf.sku)}`}
                  c="inherit"
                  fw={550}
                  truncate
                  display="block"
                >
                  {shelf.title}
                </GoLink>
                <Text size="xs" c="dimmed" truncate>
                  {[shelf.variant_title, shelf.location].filter(Boolean).join(" · ")}
                </Text>
              </div>
              <StatusBadge tone={shelf.available <= 0 ? "bad" : "warn"}>
                {t("left", { quantity: formatQuantity(language, shelf.available, shelf.scale, shelf.unit) })}
              </StatusBadge>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
