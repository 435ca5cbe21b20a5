import { Button, CopyButton, Group, Modal, Stack, Tabs, Text, Title } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./webhooks.module.css";
import { useWebhookWords } from "./words";

const PYTHON = `# pip install standardwebhooks
from standardwebhooks.webhooks import Webhook

webhook = Webhook(os.environ["DUKA_WEBHOOK_SECRET"])
# body: the raw bytes of the request; raises when it is not ours
message = webhook.verify(request.body, dict(request.headers))
if message["type"] == "order.placed":
    ...  # answer 200 within 15 seconds; work later`;

const NODE = `// npm install standardwebhooks
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.DUKA_WEBHOOK_SECRET);
// body: the raw text of the request; throws when it is not ours
const message = webhook.verify(body, request.headers);
if (message.type === "order.placed") {
  // answer 200 within 15 seconds; work later
}`;

/** The secret, once, and how to check with it: it does not close by a wrong tap. */
export function SecretDialog({ secret, close }: { secret: string; close: () => void }) {
  const t = useWebhookWords();
  return (
    <Modal
      opened
      onClose={close}
      title={t("secretTitle")}
      size="xl"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Text size="sm">{t("secretText")}</Text>
        <div className={classes.secret}>
          <code data-testid="secret">{secret}</code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                onClick={copy}
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                data-autofocus
              >
                {t(copied ? "copied" : "copy")}
              </Button>
            )}
          </CopyButton>
        </div>
        <Samples />
        <Group justify="flex-end">
          <Button onClick={close}>{t("keptIt")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** How a system checks a message, in two languages. */
export function Samples() {
  const t = useWebhookWords();
  return (
    <div>
      <Title order={3} size="h4">
        {t("sampleTitle")}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {t("sampleHelp")}
      </Text>
      <Tabs defaultValue="python">
        <Tabs.List mb="xs">
          <Tabs.Tab value="python">Python</Tabs.Tab>
          <Tabs.Tab value="node">Node</Tabs.Tab>
        </Tabs.List>
        {[
          ["python", PYTHON],
          ["node", NODE],
        ].map(([name, code]) => (
          <Tabs.Panel key={name} value={name ?? ""}>
            <figure className={classes.raw}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
              <pre tabIndex={0}>{code}</pre>
            </figure>
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}
