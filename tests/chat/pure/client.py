"""A reader who knows the protocol and nothing else: a welcome, then frames, and what they believe after each.

Written from the protocol alone, on purpose in other ways than the server's fold and the page's model.
"""

from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any

Frame = dict[str, Any]
#: What entries tell of somebody's standing; `people` frames tell the rest.
STANDING = ("muted_until", "aside", "ejected", "mode", "mood", "goal", "checked", "flags", "held")


def told(welcome: Frame) -> Frame:
    """A welcome as far as it can be compared: people by who they are."""
    people = {who(person): person for person in welcome["people"]}
    everything = {"session": welcome["session"], "you": welcome["you"], "people": people, "room": welcome["room"]}
    return comparable(everything)


def comparable(state: Frame) -> Frame:
    """The part of it that has to be the same.

    The protocol takes somebody set aside out of the room's stream: they are not told of pauses, slow or doors, so
    what they believe of the room may be older. It comes right with the entries they are sent once they are back.
    """
    if state["you"]["aside"]:
        return {"you": state["you"], "people": state["people"]}
    return state


def who(person: Frame) -> str:
    """Somebody on the list of people."""
    return f"seat {person['seat']}" if person["seat"] is not None else f"staff {person['staff']}"


class Client:
    """What one reader believes of a session."""

    def __init__(self, welcome: Frame) -> None:
        self.welcome = welcome
        self.heads = dict(welcome["streams"])
        self.staff = welcome["you"]["role"] == "facilitator"
        self.room = dict(welcome["room"])
        self.people = {who(person): dict(person) for person in welcome["people"]}
        seen = welcome["session"]["phase"]
        self.mark = seen if seen in {"open", "closing"} else None
        self.you = dict(welcome["you"])
        self.flags: dict[int, str | None] = {}

    def hear(self, frames: Iterable[Frame]) -> "Client":
        """Take frames in, in the order sent."""
        for frame in frames:
            if frame["type"] == "people":
                self._people(frame["people"])
                self.room["staffed"] = frame.get("staffed", self.room["staffed"])
            elif frame["type"] == "entry":
                self._entry(frame)
        return self

    def believes(self, now: datetime) -> Frame:
        """Everything, as a welcome at this moment would have it."""
        session = {**self.welcome["session"], "phase": self._phase(now)}
        people = {key: self._awake(person, now) for key, person in self.people.items()}
        you = self._awake(self.you, now)
        return comparable({"session": session, "you": you, "people": people, "room": self.room})

    def _phase(self, now: datetime) -> str:
        opens, ends, closes = (_time(self.welcome["session"][name]) for name in ("opens_at", "ends_at", "closes_at"))
        if not opens <= now < closes:
            return "waiting" if now < opens else "over"
        if now >= ends:
            return "closing"
        return self.mark or "lobby"

    @staticmethod
    def _awake(person: Frame, now: datetime) -> Frame:
        until = person.get("muted_until")
        return {**person, "muted_until": None} if until is not None and _time(until) <= now else person

    def _people(self, changed: list[Frame]) -> None:
        for person in changed:
            known = self.people.get(who(person), {})
            standing = {name: known[name] for name in STANDING if name in known}
            self.people[who(person)] = {**person, **standing}

    def _entry(self, entry: Frame) -> None:
        news = entry["pos"] > self.heads.get(entry["stream"], 0)
        if news:
            self.heads[entry["stream"]] = entry["pos"]
        if entry["stream"] == "staff":
            self._of_staff(entry, news=news)
        elif news and entry["stream"] == "room":
            self._of_room(entry)
        elif news:
            self._of_seat(entry)

    def _of_room(self, entry: Frame) -> None:
        match entry["kind"]:
            case "phase":
                self.mark = entry["phase"]
            case "paused":
                self.room["paused"] = entry["text"]
            case "resumed":
                self.room["paused"] = None
            case "slow":
                self.room["slow"] = entry["seconds"]
            case "agreement":
                self.room["agreement"] = {name: entry[name] for name in ("version", "lines")}
            case _:
                self._of_the_script(entry)

    def _of_the_script(self, entry: Frame) -> None:
        """Only what stands in the room now is told by a welcome; what was said of earlier prompts changes nothing."""
        now = self.room["prompt"]
        if entry["kind"] == "prompt":
            self.room["prompt"] = None if entry.get("removed") else self._prompt(entry)
        elif now is not None and entry.get("of") == now["pos"]:
            self.room["prompt"] = {**now, **self._news(entry)} if entry["kind"] not in {"put_away", "removed"} else None

    def _prompt(self, entry: Frame) -> Frame:
        usual: Frame = {"form": "text", "options": [], "breathing": False, **({"step": None} if self.staff else {})}
        told = {name: entry.get(name, default) for name, default in usual.items()}
        return {"pos": entry["pos"], "body": entry["body"], **told, "counts": None, "round": None}

    def _news(self, entry: Frame) -> Frame:
        if entry["kind"] == "results":
            return {"counts": entry["counts"]}
        if entry["kind"] == "round":
            due: Frame = {"due_at": None} if self.staff else {}
            usual: Frame = {"whose": None, "had": [], "seconds": 60, "over": False, **due}
            return {"round": {"order": entry["order"], **{name: entry.get(name, usual[name]) for name in usual}}}
        return {}

    def _of_seat(self, entry: Frame) -> None:
        line = self.people.get(entry["stream"].replace(":", " "), {}) if self.staff else self.you
        match entry["kind"]:
            case "muted":
                line["muted_until"] = entry["until"]
            case "unmuted":
                line["muted_until"] = None
            case "aside":
                line["aside"] = True
            case "readmit":
                line["aside"] = entry.get("aside", False)
        if self.staff:
            self._standing(line, entry["kind"])
        if self.staff and entry["kind"] == "checkin":
            line.update(checked=entry["when"], mood=entry.get("mood"), goal=entry.get("goal"))

    @staticmethod
    def _standing(line: Frame, kind: str) -> None:
        match kind:
            case "eject":
                line["ejected"] = True
            case "readmit":
                line["ejected"] = False
            case "held":
                line["held"] += 1
            case "released" | "returned":
                line["held"] -= 1

    def _of_staff(self, entry: Frame, *, news: bool) -> None:
        """History tells which flags are open, and whom they are about; it changes no count."""
        match entry["kind"]:
            case "flag":
                about = None if entry.get("seat") is None else f"seat {entry['seat']}"
                fresh = entry["pos"] not in self.flags
                self.flags.setdefault(entry["pos"], about)
                self._count(about if news and fresh else None, 1)
            case "flag_done":
                self._count(self.flags.get(entry["of"]) if news else None, -1)
            case "reopened":
                self._count(self.flags.get(entry["of"]) if news else None, 1)
            case "lead" if news:
                self.room["lead"] = entry["staff"]
                self.you["leading"] = entry["staff"] == self.you["staff"]
            case "mode" if news and entry.get("seat") is None:
                self.room["mode"] = entry["mode"]
            case "plan" if news:
                planned = {"order": entry["order"], "skipped": entry.get("skipped", [])}
                self.room["plan"] = {"pos": entry["pos"], **planned}
            case "mode" if news:
                self.people[f"seat {entry['seat']}"]["mode"] = entry["mode"]

    def _count(self, about: str | None, change: int) -> None:
        if about is not None:
            self.people[about]["flags"] += change


class Transcript:
    """Every entry a reader has, once and in order, and what became of the messages."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.streams: dict[str, list[Frame]] = {}
        for frame in frames:
            if frame["type"] == "entry":
                self._take(frame)

    def _take(self, entry: Frame) -> None:
        stream = self.streams.setdefault(entry["stream"], [])
        if entry["pos"] <= len(stream):
            return
        assert entry["pos"] == len(stream) + 1, "a gap that nobody filled"
        stream.append(deepcopy(entry))
        # Released words are in the room from then on, and only there; removed ones are nowhere.
        if entry["kind"] in {"removed", "released"}:
            again = [one for one in stream if one["kind"] == "restored" and one["of"] == entry["of"]]
            for one in (stream[entry["of"] - 1], *again):
                self._forget(one)
        # What is restored has its words again, and they are in both places until it is taken away once more.
        if entry["kind"] == "restored" and not entry.get("removed"):
            self._restore(stream[entry["of"] - 1], entry)

    @staticmethod
    def _forget(entry: Frame) -> None:
        entry["removed"] = True
        for words in ("body", "heads_up", "reply_to", "options"):
            entry.pop(words, None)

    @staticmethod
    def _restore(message: Frame, words: Frame) -> None:
        message.pop("removed", None)
        message |= {name: words[name] for name in ("body", "heads_up", "reply_to") if name in words}


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
