"""Whoever a person is by now: themselves, or the one that they were merged into."""

from sqlalchemy import Connection, select

from records.tables import people


def living(connection: Connection, division: str, person_id: str) -> str:
    """For whoever links something to a person: until this transaction ends, they are merged with nobody.

    Without that, a merge could move all that is the person's and miss what is written in this very moment.
    """
    while True:
        row = people.c
        query = select(row.merged_into).where(row.id == person_id, row.division == division)
        into = connection.execute(query.with_for_update(read=True, key_share=True)).scalar()
        if into is None:
            return person_id
        person_id = into
