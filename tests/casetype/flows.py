from viewflow import this

from workflows.flows import CaseFlow, End, Start, Waits


class ErrandFlow(CaseFlow):
    """Errand"""

    start = Start().On(draft=this.write)
    write = Waits("Write", "review_reports", "ward").At("draft", "returned").On(awaiting_approval=this.approve)
    approve = (
        Waits("Approve", "approve_reports", "ward")
        .At("awaiting_approval")
        .On(approved=this.issue, returned=this.write, awaiting_approval=this.approve)
    )
    issue = Waits("Issue", "issue_reports", "ward").At("approved").On(issued=this.dispatch)
    dispatch = Waits("Send", "issue_reports", "ward").At("issued").On(dispatched=this.end)
    end = End().At("dispatched", "recalled")
