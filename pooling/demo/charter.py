"""The charter of the demo group."""

TEXT = """\
Charte du groupement

1. Chaque adhérent dit ses besoins au groupement, et à lui seul. Aucun adhérent ne voit les quantités, les prix ni \
les réponses d'un autre.
2. Les acheteurs du groupement voient les lignes pour les grouper. Ils n'en parlent à personne, et chaque \
consultation est consignée : un adhérent peut lire qui a regardé ses lignes.
3. Un acheteur employé par un adhérent ne voit pas les lignes des autres dans les familles où son entreprise \
achète.
4. Ce qui est déclaré « ferme » à la clôture est commandé. Ce qui est « estimé » peut changer jusque-là.
5. Personne ne se sert de cet outil pour s'entendre sur des prix de vente ou se partager des clients.
"""
