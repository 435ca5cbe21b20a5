import { Alert, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "@/api/call";
import { adminPreviewMessageTemplate } from "@/api/generated/sdk.gen";
import { asProblem } from "@/api/problem";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Rendering } from "./Rendering";
import { useMessageWords } from "./words";

interface PreviewProps {
  path: { channel: string; kind: string; language: string };
  store: string | undefined;
  wording: { subject: string; body: string };
}

/** What the typed words make, with invented values; or the line that cannot be said so. */
export function Preview({ path, store, wording }: PreviewProps) {
  const t = useMessageWords();
  const query = store ? { store } : {};
  const preview = useQuery({
    queryKey: ["message-preview", path, store, wording],
    queryFn: () => call(adminPreviewMessageTemplate, { path, query, body: { wording } }),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: wording.body.trim() !== "",
  });
  const size = preview.data?.size;
  return (
    <Section title={t("preview")} about={t("previewHelp")}>
      <div aria-live="polite">
        {preview.error ? (
          <Alert color="red" mb="md">
            {asProblem(preview.error).title}
          </Alert>
        ) : null}
      </div>
      {preview.data ? (
        <>
          <Rendering {...preview.data} />
          <Text size="xs" c="dimmed" mt="xs">
            {size
              ? t("sizeSms", { units: size.units, alphabet: size.alphabet, segments: size.segments })
              : t("sizeHtml", { size: Math.ceil((preview.data.bytes ?? 0) / 1000) })}
          </Text>
        </>
      ) : preview.error ? null : (
        <Skeletons />
      )}
    </Section>
  );
}
