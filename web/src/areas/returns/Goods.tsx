import { Stack, Text } from "@mantine/core";
import type { Return } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { Quantity } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { pictureAt, Thumbnail } from "@/kit/Thumbnail";
import classes from "./returns.module.css";
import { word } from "./states";
import { useReturnWords } from "./words";

/** What comes back and why, with the photos; what is wanted for it. */
export function Goods({ back }: { back: Return }) {
  const t = useReturnWords();
  return (
    <Section title={t("goods")}>
      <Stack gap={12}>
        <div>
          {back.lines.map((line) => (
            <div key={line.line_id} className={classes.line}>
              <Thumbnail image={line.image} size={44} />
              <div>
                <Text size="sm" fw={550}>
                  {line.title} {line.variant_title}
                </Text>
                <Text size="xs" c="dimmed">
                  {line.sku} · {word(t, line.reason)}
                </Text>
                {line.note ? (
                  <Text size="sm" className={classes.text}>
                    {line.note}
                  </Text>
                ) : null}
                {back.received_at ? (
                  <Text size="xs" c="dimmed">
                    {t("counted", {
                      sellable: line.sellable,
                      damaged: line.damaged,
                      missing: line.missing,
                    })}
                  </Text>
                ) : null}
              </div>
              <Quantity value={line.quantity} scale={line.scale} unit={line.unit} />
            </div>
          ))}
        </div>
        {back.note ? (
          <div>
            <Text size="xs" c="dimmed">
              {t("said")}
            </Text>
            <Text size="sm" className={classes.text}>
              {back.note}
            </Text>
          </div>
        ) : null}
        {back.photos.length > 0 ? (
          <div className={classes.photos}>
            {back.photos.map((photo, index) => (
              <a key={photo.id} href={pictureAt(photo.image, 1600)} target="_blank" rel="noreferrer">
                <Thumbnail image={photo.image} size={88} alt={t("photo", { number: index + 1 })} />
              </a>
            ))}
          </div>
        ) : null}
        {back.wishes.length > 0 ? (
          <div>
            <Text size="xs" c="dimmed">
              {t("wishes")}
            </Text>
            {back.wishes.map((wish) => (
              <Text size="sm" key={wish.variant_id}>
                <Quantity value={wish.quantity} scale={wish.scale} unit={wish.unit} /> {wish.title}{" "}
                {wish.variant_title}
              </Text>
            ))}
          </div>
        ) : null}
        {back.exchange_order_id ? (
          <GoLink to={`/orders/${back.exchange_order_id}`}>
            {t("newOrder", { number: `#${back.exchange_order_number}` })}
          </GoLink>
        ) : null}
        {back.tracking_url ? (
          <a href={back.tracking_url} target="_blank" rel="noreferrer">
            {t("follow")} {back.tracking_number}
          </a>
        ) : back.tracking_number ? (
          <Text size="sm">
            {back.carrier} {back.tracking_number}
          </Text>
        ) : null}
      </Stack>
    </Section>
  );
}
