import { Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useLinkWords } from "./words";

/** A secret address that is shown this once: to copy, or to be photographed by a telephone. */
export function LinkBox({ url, qr }: { url: string; qr: string }) {
  const t = useLinkWords();
  return (
    <Stack>
      <Text size="sm">{t("once")}</Text>
      <Group align="end" wrap="nowrap" gap={8}>
        <TextInput
          label={t("link")}
          value={url}
          readOnly
          flex={1}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t("copied") : t("copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <img
        src={qr}
        alt={t("qr")}
        width={200}
        height={200}
        style={{ alignSelf: "center", background: "#fff", borderRadius: 8 }}
      />
    </Stack>
  );
}
