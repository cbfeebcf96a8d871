import '@mantine/core/styles.css'
import '@mantine/dropzone/styles.css'
import '@mantine/notifications/styles.css'
import '../assets/look.css'
import './styles/frame.css'
import './styles/sheet.css'
import './styles/inbox.css'
import './styles/review.css'
import { createRoot } from 'react-dom/client'
import { Workspace } from './workspace.tsx'

const place = document.getElementById('workspace')
if (place) createRoot(place).render(<Workspace />)
