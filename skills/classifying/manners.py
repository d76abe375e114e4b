"""What people write around what they want to say: openings, who they are, thanks, closings; and the shapes it comes in.

No manner says anything of danger: `composing.py` puts the same ones around what is danger and what is not. Names and
addresses are made up.
"""

from typing import Final

FIRST_NAMES: Final = (
    "Joan", "Derek", "Margaret", "Alan", "Sheila", "Imran", "Priya", "Colin", "Maureen", "Tomasz", "Grace", "Neil",
    "Brenda", "Winston", "Aisha", "Gordon", "Ruth", "Callum", "Bethan", "Stanley",
)  # fmt: skip
LAST_NAMES: Final = (
    "Pargeter", "Okafor", "Whitlock", "Hussain", "Dunn", "Abbot", "Kowalska", "Tranter", "Lloyd", "Bassett", "Mistry",
    "Farrow", "Ingram", "Yates", "Cole", "Redfern",
)  # fmt: skip
STREETS: Final = (
    "Orchard Close", "Station Road", "Chapel Street", "The Green", "Beech Avenue", "Mill Bank", "Kingfisher Way",
    "Church Row", "Albert Terrace", "Long Lane", "Quarry Hill", "Meadow View",
)  # fmt: skip
TOWNS: Final = ("Northbrook", "Little Harden", "Stowbury", "Ashmere", "Upper Wick", "Castle Denby", "Fenholt")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SALUTATIONS: Final = (
    "Dear Sir or Madam,", "Dear Sirs,", "To whom it may concern,", "Dear all,", "Dear council,", "Hello,", "Hi there,",
    "Good morning,", "Good afternoon,", "Hi,", "Dear Madam,", "Hello team,",
)  # fmt: skip
OPENINGS: Final = (
    "I hope you do not mind my getting in touch.",
    "I hope this finds you well.",
    "I have been meaning to send you a line for some weeks.",
    "My neighbour gave me your address and said that you were the people to ask.",
    "I was passed on to you by the switchboard, who were very polite.",
    "I am not sure whether this is the right department; please pass it on if it is not.",
    "Following my call of {date}, I set it all out below as I was asked to.",
    "I did ring on {date}, but the line was engaged.",
    "You were kind enough to help us once before, in {year}, so I am trying you again.",
    "Please find below what I promised to send.",
    "Apologies for the length of this.",
    "I do not often write to the council.",
    "There are one or two matters that I should like to raise.",
    "I looked on your website but could not find the right page.",
    "With reference to your leaflet of {date}.",
    "Sorry to bother you again.",
    "I have had this on my list since {date} and today is the day.",
    "A quick note before I go away on {date}.",
    "I am told that an email is quicker these days than the telephone.",
    "As it is raining I have at last found the time to write.",
)
WHO_THEY_ARE: Final = (
    "I have lived in {town} since {year}.",
    "We moved to {street} in {year} and have been very happy here.",
    "I am a pensioner and live by myself at {number} {street}.",
    "My late husband worked for the county for thirty years.",
    "I was born in {town} on {date}, and so was my mother.",
    "I am the secretary of our residents' group.",
    "We are a family of five, and both of us work.",
    "I have paid my council tax here for {number} years.",
    "I am eighty-one and do not see as well as I used to, so please forgive the writing.",
    "I write for my mother, who does not use a computer.",
    "I run the shop on the corner of {street}.",
    "I am a retired teacher and have always taken an interest in the town.",
    "My wife and I look after our grandson on Thursdays.",
    "I am a student and share a house at {number} {street}.",
    "I sit on the parish council, though I write for myself.",
    "I do not drive any more, so I take the bus into {town}.",
    "I came here from abroad in {year} and English is my second language.",
    "There are four of us at this address, and a dog.",
)
LINKS: Final = (
    "Also,", "Another thing:", "While I am writing,", "On a different matter,", "I should also mention this.",
    "And then there is this.", "Secondly,", "One more thing.", "By the way,", "Besides,",
    "Since I have your attention:", "My other point is as follows.", "As well as that,", "Oh and",
    "Something else,", "PS",
)  # fmt: skip
CHAT: Final = (
    "The weather has been dreadful, but the garden needed the rain.",
    "We had the family here on Sunday and it was lovely to see them all.",
    "The market was busy on {date}, busier than I have seen it since {year}.",
    "I was at the dentist in the morning and came home on the number {number}.",
    "My daughter says that I ought to have asked long ago.",
    "I have kept a copy of this for my own records.",
    "I have put the papers in the same envelope.",
    "It was better in {year}, when there was an office in {town}.",
    "I have talked it over with my sister and she thinks the same.",
    "I know that money is short and that you cannot do everything.",
    "I enclose a stamped addressed envelope.",
    "I spoke to a gentleman called {first} on {date}, who took it all down.",
    "The form asked for a date, and the nearest that I can say is {date}.",
    "I can send photographs if they would be of any use.",
    "I shall be at home on {date} from ten o'clock.",
    "It is not the end of the world, but I would sooner that somebody knew.",
)
CLOSINGS: Final = (
    "Thank you very much for your help.",
    "Many thanks in advance.",
    "I look forward to hearing from you.",
    "Please let me know if you need anything more from me.",
    "The best time to reach me is after four, on {phone}.",
    "My number is {phone}. Please leave a message if I am out.",
    "An answer by post would suit me best.",
    "Thank you for reading all this.",
    "I should be grateful for a reply before {date}.",
    "Keep up the good work.",
    "I trust that somebody will look into it.",
    "Could you please confirm that you have received this?",
    "I am sorry to have gone on for so long.",
    "I leave it with you.",
    "Please pass on my thanks to {first} at the front desk.",
)
FAREWELLS: Final = (
    "Yours faithfully,", "Yours sincerely,", "Kind regards,", "Regards,", "Best wishes,", "Many thanks,", "Thanks,",
    "With thanks,", "Yours truly,", "All the best,",
)  # fmt: skip
HEADS: Final = (
    "{first} {last}\n{number} {street}\n{town}\n{date}",
    "{number} {street}, {town}. Telephone {phone}. {date}",
    "From: {first} {last}\nTo: Customer services\nSubject: Several things",
    "{first} {last}, {number} {street}, {town}\nThe County Council, County Hall, {town}\n{date}",
    "Our ref {number}/{year}. Your letter of {date}",
)
FORM: Final = (
    ("Your name: {first} {last}", "Where you live: {number} {street}, {town}", "What is it about?", "Anything else?",
     "How may we reach you? {phone}"),
    ("Name: {first} {last}", "Contact number: {phone}", "Your message:", "Further details:", "Date: {date}"),
    ("Form 7, sent {date}", "Customer: {first} {last}", "Enquiry:", "Additional information:",
     "Consent to be called: yes"),
    ("Visitor: {first} {last}, came in {date}", "Address: {number} {street}", "Asked about:", "Also:",
     "Seen by: {first}"),
)  # fmt: skip
"""The two first lines, what stands before what is said first and after, and the last line."""
SPOKEN_OPENINGS: Final = (
    "hello is that the council yes right",
    "hiya can you hear me okay it's {first} {last} here",
    "good morning I was put through from the other line",
    "oh hello yes I've been in the queue since ten it's fine",
    "hello there my name's {last} I live on {street}",
    "yes hi erm I pressed two I hope that's right",
)
SPOKEN_LINKS: Final = (
    "erm and the other thing is", "oh and while you're on", "right and then", "anyway", "no that's right yes and",
    "hang on let me find my glasses", "what else was it oh yes", "sorry go on no you're all right",
)  # fmt: skip
SPOKEN_CLOSINGS: Final = (
    "that's it I think thanks love bye",
    "my number's {phone} thank you bye bye",
    "so if somebody could ring me back that'd be grand",
    "okay okay thank you very much cheers bye",
    "I'm in all day on the {number}th ta",
    "have you got all that lovely thank you",
)
