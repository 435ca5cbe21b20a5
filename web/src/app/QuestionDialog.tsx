import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useKitWords } from "@/kit/words";
import type { Asked } from "./confirm";

/** One question, with the verb on its button. */
export default function QuestionDialog({ asked: { question, answer } }: { asked: Asked }) {
  const t = useKitWords();
  const [typed, setTyped] = useState("");
  const isReady = question.type === undefined || typed.trim() === question.type;
  return (
    <Modal opened onClose={() => answer(false)} title={question.title} size="md" zIndex={500}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) answer(true);
        }}
      >
        <Text mb="md">{question.text}</Text>
        {question.type === undefined ? null : (
          <TextInput
            mb="md"
            label={t("typeToConfirm", { word: question.type })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => answer(false)}>
            {t("cancel")}
          </Button>
          <Button type="submit" disabled={!isReady} {...(question.danger ? { color: "red" } : {})}>
            {question.action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
