// An answer of the server that is asked for again while it is looked at: reasons change by the second.
import { useEffect, useState } from "preact/hooks";
import { get, sentenceOf } from "../../api/http";

const AGAIN_MS = 4000;

export function useAnswer<T>(path: string): { answer: T | null; problem: string | null } {
  const [answer, setAnswer] = useState<T | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let open = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const found = await get<T>(path);
        if (open) setAnswer(found), setProblem(null);
      } catch (error) {
        if (open) setProblem(sentenceOf(error));
      }
      if (open) timer = setTimeout(() => void look(), AGAIN_MS);
    };
    void look();
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [path]);
  return { answer, problem };
}
