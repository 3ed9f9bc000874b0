import { type OpenLoad, runOpenLoad } from './open-load.ts'

// Only the benchmark that starts this process writes to it.
process.once('message', async (load: OpenLoad) => process.send?.(await runOpenLoad(load)))
process.on('disconnect', () => process.exit())
