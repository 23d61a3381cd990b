"""What pressure rules are called, and what each of them says."""

from workbook.engagement import ALL_MESSAGES, ContactRule, PressureRule
from workbook.phrases import Phrase, label, labels, named, say


def rule_name(name: str) -> Phrase:
    """What a rule is called: by its own name, or that it is about all messages."""
    return label("rule.every_message") if name == ALL_MESSAGES else name


def rule_text(rule: PressureRule) -> Phrase:
    """What a rule allows, and of which messages."""
    kind = f".{rule.calendar}" if rule.calendar else ""
    about = [
        say("pressure_rules.by", names=rule.channels) if rule.channels else "",
        say("pressure_rules.of", names=labels(f"class.{name}" for name in rule.classes))
        if rule.classes
        else "",
        say("pressure_rules.to", names=[named("stage", name) for name in rule.stages]) if rule.stages else "",
    ]
    limit = say(f"pressure_rules.limit{kind}", n=rule.limit, days=rule.window_days)
    return say("pressure_rules.whole", parts=[limit, *[part for part in about if part]])


def all_rules(contact: ContactRule) -> list[Phrase]:
    """What every rule allows, in the order in which a message meets them."""
    return [rule_text(rule) for rule in contact.every_rule]
