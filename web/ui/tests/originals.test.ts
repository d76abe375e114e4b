// What came with an earlier contact is called by what it is, and a letter's pages are not listed beside their letter.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { called, worthALink } from "../desk/originals";

const of = (name: string, content_type: string) => ({ id: name, name, content_type });
const LETTER = of("1.pdf", "application/pdf");
const PAGE = of("page-1.jpg", "image/jpeg");

test("each is called by what it is", () => {
  assert.equal(called(of("original.eml", "message/rfc822")), "The email as it came");
  assert.equal(called(LETTER), "The letter");
  assert.equal(called(of("recording.wav", "audio/wav")), "The spoken message");
  assert.equal(called(of("plan of the mill.pdf", "application/pdf")), "plan of the mill.pdf");
});

test("a letter's pages are in its PDF, and stand alone where there is none", () => {
  assert.deepEqual(worthALink([PAGE, LETTER]), [LETTER]);
  assert.deepEqual(worthALink([PAGE]), [PAGE]);
});
