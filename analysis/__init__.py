"""Questions about the pipeline, and the statistics that turn their counts into estimates."""
