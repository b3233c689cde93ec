"""
`make crash`: a scratch installation is served for real, people send forms, and its processes are killed.

Server worker, server master, database postmaster and database child get SIGKILL again and again while several
writers send forms over HTTP. Afterwards: no acknowledged change is lost, none is half done, none was done
twice, and after each kill the next change was acknowledged within ten seconds.
"""
