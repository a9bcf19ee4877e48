"""Block Kit: what Slack accepts, what it adds to a block, and what a person can enter into one.

`surfaces` judges whole messages and views, `layout` the blocks in them, `elements` and `objects` the parts of a block,
`tables` the tabular ones. `completion` fills in what Slack fills in; `entered` reads and writes the state of inputs.
"""
