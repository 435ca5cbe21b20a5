import { Select, Stack, TagsInput, Text } from "@mantine/core";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { SavedText } from "./SavedText";
import type { Drafting } from "./useDraft";
import { useDraftWords } from "./words";

const DAY = 86_400_000;

/** What is said with it, and whether its stock is kept. */
export function Notes({ drafting, canEdit }: { drafting: Drafting; canEdit: boolean }) {
  const t = useDraftWords();
  const { draft, save } = drafting;
  if (!canEdit)
    return draft.cart.note || draft.internal_note ? (
      <Section title={t("notes")}>
        <Text size="sm">{draft.cart.note}</Text>
        <Text size="sm" c="dimmed">
          {draft.internal_note}
        </Text>
      </Section>
    ) : null;
  return (
    <Section title={t("notes")}>
      <Stack gap={12}>
        <SavedText
          label={t("note")}
          description={t("noteHelp")}
          maxLength={2000}
          isLong
          saved={draft.cart.note}
          save={(note) => save({ note })}
        />
        <SavedText
          label={t("internal")}
          description={t("internalHelp")}
          maxLength={2000}
          isLong
          saved={draft.internal_note}
          save={(internal_note) => save({ internal_note })}
        />
        <TagsInput
          label={t("tags")}
          value={draft.tags}
          maxTags={20}
          maxLength={40}
          onChange={(tags) => save({ tags })}
        />
        {draft.holds && draft.hold_until ? (
          <Text size="sm">
            {t("heldUntil")} <When at={draft.hold_until} />
          </Text>
        ) : null}
        <Select
          label={t("hold")}
          value={draft.holds ? null : "0"}
          placeholder={draft.holds ? t("heldUntil") : ""}
          data={[
            { value: "0", label: t("holdNo") },
            { value: "1", label: t("hold1") },
            { value: "3", label: t("hold3") },
            { value: "7", label: t("hold7") },
          ]}
          onChange={(days) => {
            const count = Number(days ?? 0);
            save({ hold_until: count > 0 ? new Date(Date.now() + count * DAY).toISOString() : null });
          }}
        />
      </Stack>
    </Section>
  );
}
