import { Button, List, Modal, Stack, Text } from "@mantine/core";
import { controlPreviewPolicy } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { tellProblem } from "@/app/messages";
import { useLanguage, wordOf } from "@/app/words";
import { useControlPolicyWords } from "./words";

interface PreviewProps {
  policy: string;
  tenant: string | undefined;
  value: Record<string, unknown>;
}

/** Whom what is typed would bind, and what of theirs it would touch, before it is decided. */
export function Preview({ policy, tenant, value }: PreviewProps) {
  const t = useControlPolicyWords();
  const language = useLanguage();
  const ask = useWrite(controlPreviewPolicy, { failed: tellProblem });
  const figure = new Intl.NumberFormat(language);
  const things = Object.entries(ask.data?.things ?? {}).filter(([, count]) => count > 0);
  return (
    <>
      <Button
        variant="default"
        loading={ask.isPending}
        disabled={Object.keys(value).length === 0}
        onClick={() => ask.mutate({ path: { name: policy }, query: { tenant }, body: { value } })}
      >
        {t("preview")}
      </Button>
      <Modal opened={ask.data !== undefined} onClose={ask.reset} title={t("previewTitle")}>
        {ask.data ? (
          <Stack gap="sm">
            <Text size="sm">
              {t("touched", {
                count: figure.format(ask.data.merchants),
                total: figure.format(ask.data.merchants_of),
              })}
            </Text>
            {things.length === 0 ? <Text size="sm">{t("untouched")}</Text> : null}
            <List size="sm">
              {things.map(([thing, count]) => (
                <List.Item key={thing}>
                  {count >= (ask.data?.counted_up_to ?? count + 1) ? "≥ " : ""}
                  {figure.format(count)} {wordOf(t, "thing", thing)}
                </List.Item>
              ))}
            </List>
          </Stack>
        ) : null}
      </Modal>
    </>
  );
}
