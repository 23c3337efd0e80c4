"""TASKS: one row each thing that can be trained."""

from ganeditor.training.task import Task
from ganeditor.training.tasks import (
    age_cgan,
    autoencoder,
    biggan,
    cgan,
    colour,
    cyclegan,
    dcgan,
    esrgan,
    exemplar_eyes,
    pix2pix,
    progan,
    projected,
    r3gan,
    sagan,
    sngan,
    srgan,
    stylegan2,
    vae,
)

TASKS: dict[str, Task] = {
    row.name: row
    for row in (
        dcgan.TASK,
        sngan.TASK,
        sagan.TASK,
        r3gan.TASK,
        progan.TASK,
        stylegan2.TASK,
        projected.TASK,
        cgan.TASK,
        biggan.TASK,
        age_cgan.TASK,
        autoencoder.TASK,
        vae.TASK,
        pix2pix.TASK,
        colour.TASK,
        cyclegan.TASK,
        srgan.TASK,
        esrgan.TASK,
        exemplar_eyes.TASK,
    )
}
