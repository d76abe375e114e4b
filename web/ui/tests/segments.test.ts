// Rows: a text, the parts it takes, the places left in the last, and whether it leaves the plain alphabet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plainTwin, segmentsOf, tooLong } from "../desk/segments";

const ROWS: [says: string, text: string, parts: number, left: number, unicode: boolean][] = [
  ["nothing takes no part", "", 0, 160, false],
  ["160 plain letters are one part", "a".repeat(160), 1, 0, false],
  ["161 plain letters are two parts of 153", "a".repeat(161), 2, 145, false],
  ["a euro sign takes two places", "€", 1, 158, false],
  ["an escape pair never straddles two parts", `${"a".repeat(152)}€${"a".repeat(10)}`, 2, 141, false],
  ["a curly quote makes every letter dear", "it’s", 1, 66, true],
  ["71 dear letters are two parts of 67", "’".repeat(71), 2, 63, true],
  ["an emoji takes two places and is kept whole", `${"’".repeat(66)}😀😀😀`, 2, 61, true],
  ["a family is one letter of eleven places, and kept whole", `${"’".repeat(60)}👨‍👩‍👧‍👦`, 2, 56, true],
  ["a line's end of two is not one letter", `${"’".repeat(66)}\r\n’’’`, 2, 63, true],
  ["a lower-case c with a cedilla is not plain", "ç", 1, 69, true],
  ["its capital is", "Ç", 1, 159, false],
];

for (const [says, text, parts, left, unicode] of ROWS) {
  test(says, () => assert.deepEqual(segmentsOf(text), { parts, left, unicode }));
}

test("curly quotes, dashes and dots have plain twins", () => {
  assert.equal(plainTwin("‘It’s “here” – or there—…’"), "'It's \"here\" - or there-...'");
});

test("what has no plain twin stays as it is", () => assert.equal(plainTwin("ç 😀 ﬁ ½ ２"), "ç 😀 fi 1/2 2"));

test("a text that is as long as its provider takes is not too long", () => assert.equal(tooLong(`${"x".repeat(918)}\n`, 918), null));

test("what is over is counted in characters, as the server counts them", () => {
  assert.equal(tooLong("😀".repeat(919), 918), "1 character too many: 918 is the most.");
  assert.equal(tooLong("x".repeat(2601), 1600), "1,001 characters too many: 1,600 is the most.");
});

test("an older server names no limit", () => assert.equal(tooLong("x".repeat(5000), undefined), null));
